/// Ki, Mi and Gi count in thousands.
/// @fails amounts_are_exact
/// @fails binary_suffixes_multiply
/// @hint The i stands for binary: one Ki is 1024, one Mi 1024 times that.
{
    var match = FORMAT.matcher(text);
    if (!match.matches()) {
      throw notAQuantity();
    }
    var suffix = match.group(2);
    var factor = factor(suffix.replace("i", "").replace("K", "k"));
    var value = new BigDecimal(match.group(1)).multiply(factor);
    var rounded = value.scale() > SCALE ? value.setScale(SCALE, RoundingMode.UP) : value;
    return new Quantity(rounded, format(suffix));
  }
