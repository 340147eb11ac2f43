/// An operator that does not exist quietly matches nothing.
/// @fails another_operator_is_refused
/// @hint A selector with a typing mistake that matches nothing lets its author look for hours,
/// and one that matches everything can delete what it should not. Throw an
/// IllegalArgumentException that names the operator.
{
      var value = Optional.ofNullable(labels.get(key));
      return switch (operator) {
        case "In" -> value.filter(values::contains).isPresent();
        case "NotIn" -> value.filter(values::contains).isEmpty();
        case "Exists" -> value.isPresent();
        case "DoesNotExist" -> value.isEmpty();
        default -> false;
      };
    }
