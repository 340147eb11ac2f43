/// The number goes through a double.
/// @fails amounts_are_exact
/// @fails binary_suffixes_multiply
/// @fails small_suffixes_divide
/// @hint A double has 53 bits: 9007199254740993 is not among its values. BigDecimal reads the
/// text directly, and keeps every digit.
{
    var match = FORMAT.matcher(text);
    if (!match.matches()) {
      throw notAQuantity();
    }
    var suffix = match.group(2);
    var amount = Double.parseDouble(match.group(1)) * factor(suffix).doubleValue();
    var value = BigDecimal.valueOf(amount);
    var rounded = value.scale() > SCALE ? value.setScale(SCALE, RoundingMode.UP) : value;
    return new Quantity(rounded, format(suffix));
  }
