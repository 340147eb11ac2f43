/// A fraction is written with a point.
/// @fails a_fraction_takes_a_smaller_unit
/// @fails binary_amounts_lose_nothing
/// @hint A canonical number is whole. A fraction becomes one in a smaller unit: half a core is
/// 500m. In which direction is the division by 3 rounded for a positive scale?
{
    var isSmall = value.abs().compareTo(KIBI) < 0;
    if (format == Format.BINARY && !isSmall && value.scale() <= 0) {
      return binary();
    }
    var power = -value.scale() / 3;
    var limited = format == Format.EXPONENT ? power : Math.clamp(power, 0, 6);
    var number = value.movePointLeft(3 * limited).toPlainString();
    return number + (limited == 0 ? "" : decimalSuffix(limited));
  }
