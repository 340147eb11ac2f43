/// There are two formats only, decimal and binary.
/// @fails the_format_is_remembered
/// @hint Somebody who writes 1e3 wants to find 1e3 again and not 1k. There are three families;
/// which one was used is the second part of a Quantity.
{
    var match = FORMAT.matcher(text);
    if (!match.matches()) {
      throw notAQuantity();
    }
    var suffix = match.group(2);
    var value = new BigDecimal(match.group(1)).multiply(factor(suffix));
    var rounded = value.scale() > SCALE ? value.setScale(SCALE, RoundingMode.UP) : value;
    return new Quantity(rounded, suffix.endsWith("i") ? Format.BINARY : Format.DECIMAL);
  }
