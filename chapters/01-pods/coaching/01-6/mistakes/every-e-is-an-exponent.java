/// The suffix E is taken for an exponent without a number.
/// @fails amounts_are_exact
/// @fails an_exponent_is_no_suffix
/// @fails decimal_suffixes_multiply
/// @fails the_format_is_remembered
/// @hint 1E is an exa, 1E3 a thousand: the letter alone does not tell, what comes after it does.
{
    var match = FORMAT.matcher(text);
    if (!match.matches()) {
      throw notAQuantity();
    }
    var suffix = match.group(2);
    var isExponent = suffix.startsWith("e") || suffix.startsWith("E") && !suffix.endsWith("i");
    var factor = isExponent ? new BigDecimal("1" + suffix) : factor(suffix);
    var value = new BigDecimal(match.group(1)).multiply(factor);
    var rounded = value.scale() > SCALE ? value.setScale(SCALE, RoundingMode.UP) : value;
    return new Quantity(rounded, isExponent ? Format.EXPONENT : format(suffix));
  }
