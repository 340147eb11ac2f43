/// A negative amount is taken for one below 1024.
/// @fails binary_amounts_count_in_powers_of_1024
/// @hint Amounts may be negative: what is left of a quota, for example. -2048 is large enough for
/// Ki, so compare without the sign. And check that your division by 1024 leaves no remainder.
{
    var isSmall = value.compareTo(KIBI) < 0;
    if (format == Format.BINARY && !isSmall && value.scale() <= 0) {
      return binary();
    }
    var power = Math.floorDiv(-value.scale(), 3);
    var limited = format == Format.EXPONENT ? power : Math.clamp(power, -3, 6);
    var number = value.movePointLeft(3 * limited).toBigIntegerExact();
    return number + (limited == 0 ? "" : decimalSuffix(limited));
  }
