/// NotIn is taken to say something about labels that are there.
/// @fails not_in_holds_without_the_label
/// @hint You ask for the label before you look at its value. But NotIn asks whether the label is
/// in the set, and what is not there is in no set. So it holds.
{
      var value = Optional.ofNullable(labels.get(key));
      return switch (operator) {
        case "In" -> value.filter(values::contains).isPresent();
        case "NotIn" -> value.isPresent() && !values.contains(value.get());
        case "Exists" -> value.isPresent();
        case "DoesNotExist" -> value.isEmpty();
        default ->
            throw new IllegalArgumentException(
                "\"" + operator + "\" is not a valid label selector operator");
      };
    }
