/// k, M and G count in powers of 1024, as memory was once sold.
/// @fails amounts_are_exact
/// @fails an_exponent_is_no_suffix
/// @fails decimal_suffixes_multiply
/// @hint Without the i, a suffix is what it is everywhere else in physics: k is 1000, and E 1000
/// to the sixth.
{
    var match = FORMAT.matcher(text);
    if (!match.matches()) {
      throw notAQuantity();
    }
    var suffix = match.group(2);
    var isLarge = suffix.matches("[kMGTPE]");
    var factor = isLarge ? factor(suffix.toUpperCase(java.util.Locale.ROOT) + "i") : factor(suffix);
    var value = new BigDecimal(match.group(1)).multiply(factor);
    var rounded = value.scale() > SCALE ? value.setScale(SCALE, RoundingMode.UP) : value;
    return new Quantity(rounded, format(suffix));
  }
