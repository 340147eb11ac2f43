/// An exponent takes all zeros, and not three at a time.
/// @fails exponents_are_multiples_of_three
/// @hint Exponents go with the suffixes: 1e3 is a k and 1e6 an M. 12e4 has no such neighbour, so
/// it is 120e3.
{
    var isSmall = value.abs().compareTo(KIBI) < 0;
    if (format == Format.BINARY && !isSmall && value.scale() <= 0) {
      return binary();
    }
    if (format == Format.EXPONENT && value.scale() != 0) {
      return value.unscaledValue() + "e" + -value.scale();
    }
    var power = Math.floorDiv(-value.scale(), 3);
    var limited = format == Format.EXPONENT ? power : Math.clamp(power, -3, 6);
    var number = value.movePointLeft(3 * limited).toBigIntegerExact();
    return number + (limited == 0 ? "" : decimalSuffix(limited));
  }
