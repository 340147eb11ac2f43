/// The largest suffix is used that leaves at least 1, and the number gets a fraction.
/// @fails a_fraction_takes_a_smaller_unit
/// @fails a_plain_number_has_no_suffix
/// @fails binary_amounts_count_in_powers_of_1024
/// @fails binary_amounts_lose_nothing
/// @fails exponents_are_multiples_of_three
/// @fails the_largest_suffix_that_fits
/// @hint A canonical number is whole: 1500k and not 1.5M. Take a larger suffix only as long as
/// that leaves no fraction.
{
    var step = format == Format.BINARY ? KIBI : BigDecimal.valueOf(1000);
    if (format == Format.EXPONENT) {
      return value.toEngineeringString().replace("E+", "e").replace("E", "e");
    }
    var number = value;
    var power = 0;
    while (power < 6 && number.abs().compareTo(step) >= 0) {
      number = number.divide(step);
      power++;
    }
    while (power > -3 && number.signum() != 0 && number.abs().compareTo(BigDecimal.ONE) < 0) {
      number = number.multiply(BigDecimal.valueOf(1000));
      power--;
    }
    var suffix = power == 0 ? "" : DECIMAL_SUFFIXES.substring(power + 3, power + 4);
    if (format == Format.BINARY && power > 0) {
      suffix = BINARY_SUFFIXES.charAt(power - 1) + "i";
    }
    return number.stripTrailingZeros().toPlainString() + suffix;
  }
