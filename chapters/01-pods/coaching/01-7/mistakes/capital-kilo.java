/// A thousand is written K, like the other large suffixes.
/// @fails binary_amounts_lose_nothing
/// @fails the_largest_suffix_that_fits
/// @hint The decimal thousand is a small k, unlike all the larger suffixes: only the binary one,
/// Ki, has a capital letter. DECIMAL_SUFFIXES has them all.
{
    var isSmall = value.abs().compareTo(KIBI) < 0;
    if (format == Format.BINARY && !isSmall && value.scale() <= 0) {
      return binary();
    }
    var power = Math.floorDiv(-value.scale(), 3);
    var limited = format == Format.EXPONENT ? power : Math.clamp(power, -3, 6);
    var number = value.movePointLeft(3 * limited).toBigIntegerExact();
    return number + (limited == 0 ? "" : decimalSuffix(limited).replace('k', 'K'));
  }
