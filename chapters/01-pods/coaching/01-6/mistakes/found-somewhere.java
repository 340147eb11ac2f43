/// A quantity is looked for anywhere in the text.
/// @fails what_is_no_quantity_is_refused
/// @hint find is content with a part of the text, and then 1.5.2 is one and a half. The whole text
/// has to be a quantity: that is what matches asks.
{
    var match = FORMAT.matcher(text);
    if (!match.find()) {
      throw notAQuantity();
    }
    var suffix = match.group(2);
    var value = new BigDecimal(match.group(1)).multiply(factor(suffix));
    return new Quantity(value.setScale(SCALE, RoundingMode.UP), format(suffix));
  }
