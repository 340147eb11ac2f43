/// Takes zeros off the digits, three at a time; no arithmetic but for 1024.
{
    if (format == Format.BINARY && value.scale() <= 0 && value.abs().compareTo(KIBI) >= 0) {
      var bytes = value.toBigIntegerExact();
      var tens = Math.min(bytes.getLowestSetBit() / 10, BINARY_SUFFIXES.length());
      var suffix = tens == 0 ? "" : BINARY_SUFFIXES.charAt(tens - 1) + "i";
      return bytes.shiftRight(10 * tens) + suffix;
    }
    var digits = new StringBuilder(value.movePointRight(SCALE).toPlainString());
    var power = -3;
    while (digits.length() > 3
        && digits.substring(digits.length() - 3).equals("000")
        && (power < 6 || format == Format.EXPONENT)) {
      digits.setLength(digits.length() - 3);
      power++;
    }
    if (power == 0 || value.signum() == 0) {
      return value.signum() == 0 ? "0" : digits.toString();
    }
    return digits
        + (format == Format.EXPONENT ? "e" + 3 * power : "" + "num kMGTPE".charAt(power + 3));
  }
