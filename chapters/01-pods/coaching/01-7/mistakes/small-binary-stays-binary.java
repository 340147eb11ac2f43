/// A binary amount below 1024 is written without a suffix.
/// @fails binary_amounts_lose_nothing
/// @hint Nobody counts in 1024s what is less than one of them, or not whole: such an amount goes
/// the decimal way, with the decimal suffixes.
{
    if (format == Format.BINARY && value.scale() <= 0) {
      return binary();
    }
    var power = Math.floorDiv(-value.scale(), 3);
    var limited = format == Format.EXPONENT ? power : Math.clamp(power, -3, 6);
    var number = value.movePointLeft(3 * limited).toBigIntegerExact();
    return number + (limited == 0 ? "" : decimalSuffix(limited));
  }
