/// What is too fine is rounded to the nearest billionth.
/// @fails a_little_is_not_nothing
/// @hint If somebody asks for a tenth of a billionth, the nearest is nothing at all, and nothing
/// is not what they asked for. RoundingMode has a constant for "away from zero", with either
/// sign.
{
    var match = FORMAT.matcher(text);
    if (!match.matches()) {
      throw notAQuantity();
    }
    var suffix = match.group(2);
    var value = new BigDecimal(match.group(1)).multiply(factor(suffix));
    var rounded = value.scale() > SCALE ? value.setScale(SCALE, RoundingMode.HALF_UP) : value;
    return new Quantity(rounded, format(suffix));
  }
