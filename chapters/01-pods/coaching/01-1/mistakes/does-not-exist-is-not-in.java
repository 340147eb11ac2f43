/// DoesNotExist is treated as NotIn, whose list happens to be empty.
/// @fails does_not_exist_asks_for_the_absence
{
      var value = Optional.ofNullable(labels.get(key));
      return switch (operator) {
        case "In" -> value.filter(values::contains).isPresent();
        case "NotIn" -> value.filter(values::contains).isEmpty();
        case "Exists" -> value.isPresent();
        case "DoesNotExist" -> value.filter(values::contains).isEmpty();
        default ->
            throw new IllegalArgumentException(
                "\"" + operator + "\" is not a valid label selector operator");
      };
    }
