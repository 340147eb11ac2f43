/// The number before the suffix is read as a whole one.
/// @fails a_little_is_not_nothing
/// @fails a_number_is_itself
/// @fails amounts_are_exact
/// @fails binary_suffixes_multiply
/// @hint There may be a fraction before the suffix (1.5Gi, .5), and more digits than a long has.
/// BigDecimal reads both.
{
    var match = FORMAT.matcher(text);
    if (!match.matches()) {
      throw notAQuantity();
    }
    var suffix = match.group(2);
    var value = BigDecimal.valueOf(Long.parseLong(match.group(1))).multiply(factor(suffix));
    var rounded = value.scale() > SCALE ? value.setScale(SCALE, RoundingMode.UP) : value;
    return new Quantity(rounded, format(suffix));
  }
