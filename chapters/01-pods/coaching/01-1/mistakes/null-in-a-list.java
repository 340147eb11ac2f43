/// A list is asked for null, which lists made by List.of refuse.
/// @fails in_needs_the_label
/// @fails not_in_holds_without_the_label
/// @hint Look at what happens when the label is missing: the map gives null, and
/// List.of(…).contains(null) does not say false but throws a NullPointerException. Settle the
/// missing label first.
{
      var value = labels.get(key);
      return switch (operator) {
        case "In" -> values.contains(value);
        case "NotIn" -> !values.contains(value);
        case "Exists" -> value != null;
        case "DoesNotExist" -> value == null;
        default ->
            throw new IllegalArgumentException(
                "\"" + operator + "\" is not a valid label selector operator");
      };
    }
