/// A taint that pods only avoid is taken to be tolerated by all.
/// @fails equal_compares_values
/// @hint Does the value decide for every effect? PreferNoSchedule keeps pods away as well, if
/// only where there is a choice: that the scheduler weighs it differently is its business, not
/// the toleration's.
{
    if (taint.effect().equals("PreferNoSchedule")) {
      return true;
    }
    if (!effect.isEmpty() && !effect.equals(taint.effect())) {
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
