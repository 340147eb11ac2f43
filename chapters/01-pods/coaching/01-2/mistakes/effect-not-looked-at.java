/// Name and value decide alone.
/// @fails the_effect_has_to_fit
/// @hint The same name with another effect is another taint: who may stay where pods are being
/// driven out is a question of its own.
{
    if (!key.isEmpty() && !key.equals(taint.key())) {
      return false;
    }
    return switch (operator) {
      case "", "Equal" -> value.equals(taint.value());
      case "Exists" -> true;
      default -> false;
    };
  }
