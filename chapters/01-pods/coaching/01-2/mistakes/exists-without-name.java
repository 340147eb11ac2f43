/// The name is compared together with the value, for Equal only.
/// @fails the_name_has_to_fit
/// @hint Exists asks whether a taint of this name exists. Does your code compare the names there
/// too?
{
    if (!effect.isEmpty() && !effect.equals(taint.effect())) {
      return false;
    }
    return switch (operator) {
      case "", "Equal" -> key.equals(taint.key()) && value.equals(taint.value());
      case "Exists" -> true;
      default -> false;
    };
  }
