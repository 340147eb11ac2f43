/// In is content with any label that has one of the values.
/// @fails in_needs_the_label
/// @hint In has to hold for the value of the label with this key. Does your code look at the
/// other labels too, or say yes where the label is missing?
{
      var value = Optional.ofNullable(labels.get(key));
      return switch (operator) {
        case "In" -> labels.values().stream().anyMatch(values::contains);
        case "NotIn" -> value.filter(values::contains).isEmpty();
        case "Exists" -> value.isPresent();
        case "DoesNotExist" -> value.isEmpty();
        default ->
            throw new IllegalArgumentException(
                "\"" + operator + "\" is not a valid label selector operator");
      };
    }
