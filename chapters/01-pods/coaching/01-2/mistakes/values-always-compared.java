/// The operator is not looked at: values are always compared.
/// @fails another_operator_fits_nothing
/// @fails exists_ignores_the_value
/// @fails exists_without_a_name_fits_all
/// @hint You compare the values whatever the operator. Exists does not ask for a value: it has
/// none, and fits a taint with any.
{
    if (!effect.isEmpty() && !effect.equals(taint.effect())) {
      return false;
    }
    if (!key.isEmpty() && !key.equals(taint.key())) {
      return false;
    }
    return value.equals(taint.value());
  }
