/// A suffix is looked up for any power.
/// @fails nothing_is_above_exa
/// @hint There is nothing above E. Larger amounts of the decimal format remain at E with a longer
/// number, while an exponent may grow on.
{
    var isSmall = value.abs().compareTo(KIBI) < 0;
    if (format == Format.BINARY && !isSmall && value.scale() <= 0) {
      return binary();
    }
    var power = Math.floorDiv(-value.scale(), 3);
    var number = value.movePointLeft(3 * power).toBigIntegerExact();
    return number + (power == 0 ? "" : decimalSuffix(power));
  }
