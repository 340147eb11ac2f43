/// 0 is divided by 1000 as long as there are suffixes.
/// @fails zero_has_no_suffix
/// @hint 0 can be divided by anything without a remainder, so a loop over the suffixes does not
/// stop before the last one. Nothing is 0 in every format.
{
    var isSmall = value.abs().compareTo(KIBI) < 0;
    if (format == Format.BINARY && !isSmall && value.scale() <= 0) {
      return binary();
    }
    var number = value;
    var power = 0;
    var last = format == Format.EXPONENT ? 333 : 6;
    while (power < last && number.movePointLeft(3).stripTrailingZeros().scale() <= 0) {
      number = number.movePointLeft(3);
      power++;
    }
    while (number.stripTrailingZeros().scale() > 0) {
      number = number.movePointRight(3);
      power--;
    }
    return number.toBigIntegerExact() + (power == 0 ? "" : decimalSuffix(power));
  }
