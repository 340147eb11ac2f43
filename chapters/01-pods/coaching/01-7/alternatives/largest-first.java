/// Tries the powers from the largest to the smallest, until a whole number is left.
{
    var isBinary =
        format == Format.BINARY && value.scale() <= 0 && value.abs().compareTo(KIBI) >= 0;
    var step = isBinary ? KIBI : BigDecimal.valueOf(1000);
    var power = format == Format.EXPONENT ? 333 : 6;
    while (power > 0 && value.remainder(step.pow(power)).signum() != 0) {
      power--;
    }
    while (power <= 0
        && power > -3
        && value.movePointRight(-3 * power).stripTrailingZeros().scale() > 0) {
      power--;
    }
    var number = power > 0 ? value.divide(step.pow(power)) : value.movePointRight(-3 * power);
    if (power == 0 || value.signum() == 0) {
      return number.toBigIntegerExact().toString();
    }
    var suffix =
        switch (format) {
          case EXPONENT -> "e" + 3 * power;
          case BINARY ->
              isBinary
                  ? BINARY_SUFFIXES.charAt(power - 1) + "i"
                  : DECIMAL_SUFFIXES.substring(power + 3, power + 4);
          case DECIMAL -> DECIMAL_SUFFIXES.substring(power + 3, power + 4);
        };
    return number.toBigIntegerExact() + suffix;
  }
