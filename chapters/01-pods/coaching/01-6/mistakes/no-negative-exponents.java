/// Ten is multiplied by itself as often as the exponent says.
/// @fails an_exponent_is_no_suffix
/// @hint Exponents may be negative, and BigDecimal.pow does not take those. Either
/// scaleByPowerOfTen, or let BigDecimal read the exponent itself: it knows how to write numbers
/// that way.
{
    var match = FORMAT.matcher(text);
    if (!match.matches()) {
      throw notAQuantity();
    }
    var suffix = match.group(2);
    var factor =
        format(suffix) == Format.EXPONENT
            ? BigDecimal.TEN.pow(Integer.parseInt(suffix.substring(1)))
            : factor(suffix);
    var value = new BigDecimal(match.group(1)).multiply(factor);
    var rounded = value.scale() > SCALE ? value.setScale(SCALE, RoundingMode.UP) : value;
    return new Quantity(rounded, format(suffix));
  }
