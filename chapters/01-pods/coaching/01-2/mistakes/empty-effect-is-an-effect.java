/// An empty effect has to equal the effect of the taint.
/// @fails exists_without_a_name_fits_all
/// @fails no_effect_means_all
/// @hint An empty effect is a wildcard: it stands for NoSchedule, PreferNoSchedule and NoExecute
/// alike.
{
    if (!effect.equals(taint.effect())) {
      return false;
    }
    if (!key.isEmpty() && !key.equals(taint.key())) {
      return false;
    }
    return switch (operator) {
      case "", "Equal" -> value.equals(taint.value());
      case "Exists" -> true;
      default -> false;
    };
  }
