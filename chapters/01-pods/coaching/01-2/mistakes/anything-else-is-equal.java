/// Whatever is not Exists is taken for Equal.
/// @fails another_operator_fits_nothing
/// @hint Only an empty operator and "Equal" mean Equal. With any other word, somebody made a
/// mistake, and it is safer to keep the pod away than to guess.
{
    if (!effect.isEmpty() && !effect.equals(taint.effect())) {
      return false;
    }
    if (!key.isEmpty() && !key.equals(taint.key())) {
      return false;
    }
    return operator.equals("Exists") || value.equals(taint.value());
  }
