/// Exists is taken for "tolerates everything" before anything is compared.
/// @fails the_effect_has_to_fit
/// @fails the_name_has_to_fit
/// @hint Exists does without the value only. Name and effect have to fit all the same, unless
/// they are empty, so look at them before the operator.
{
    if (operator.equals("Exists")) {
      return true;
    }
    if (!effect.isEmpty() && !effect.equals(taint.effect())) {
      return false;
    }
    if (!key.isEmpty() && !key.equals(taint.key())) {
      return false;
    }
    return (operator.isEmpty() || operator.equals("Equal")) && value.equals(taint.value());
  }
