/// Suffixes are compared without regard to case, and m becomes a million.
/// @fails small_suffixes_divide
/// @hint Case matters in a suffix: m is a thousandth and M is a million. Somebody who asks for
/// 100M of processor time instead of 100m is never scheduled.
{
    var match = FORMAT.matcher(text);
    if (!match.matches()) {
      throw notAQuantity();
    }
    var suffix = match.group(2);
    var value = new BigDecimal(match.group(1)).multiply(factor(suffix.equals("m") ? "M" : suffix));
    var rounded = value.scale() > SCALE ? value.setScale(SCALE, RoundingMode.UP) : value;
    return new Quantity(rounded, format(suffix));
  }
