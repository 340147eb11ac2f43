/// A label with an empty value is taken for one that is not there.
/// @fails does_not_exist_asks_for_the_absence
/// @fails exists_asks_for_the_label_only
/// @hint A label may have an empty value: "tier=" is a label. Ask whether the map has the key,
/// not whether its value is empty.
{
      var value = labels.getOrDefault(key, "");
      return switch (operator) {
        case "In" -> values.contains(value);
        case "NotIn" -> !values.contains(value);
        case "Exists" -> !value.isEmpty();
        case "DoesNotExist" -> value.isEmpty();
        default ->
            throw new IllegalArgumentException(
                "\"" + operator + "\" is not a valid label selector operator");
      };
    }
