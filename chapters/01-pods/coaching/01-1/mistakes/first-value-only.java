/// Only the first of the values is compared.
/// @fails in_holds_for_a_value_of_the_set
/// @fails not_in_holds_for_other_values
/// @hint The values are a set, and the label's value may be any of them, not just the first.
{
      var value = Optional.ofNullable(labels.get(key));
      return switch (operator) {
        case "In" -> value.equals(Optional.of(values.getFirst()));
        case "NotIn" -> !value.equals(Optional.of(values.getFirst()));
        case "Exists" -> value.isPresent();
        case "DoesNotExist" -> value.isEmpty();
        default ->
            throw new IllegalArgumentException(
                "\"" + operator + "\" is not a valid label selector operator");
      };
    }
