/// Divides billionths by 1000, with a table of what each power is called.
{
    var isBinary =
        format == Format.BINARY && value.scale() <= 0 && value.abs().compareTo(KIBI) >= 0;
    var names = new java.util.ArrayDeque<String>();
    if (isBinary) {
      names.addAll(java.util.List.of("", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"));
    } else if (format == Format.EXPONENT) {
      java.util.stream.IntStream.rangeClosed(-3, 400)
          .mapToObj(power -> power == 0 ? "" : "e" + 3 * power)
          .forEach(names::add);
    } else {
      names.addAll(java.util.List.of("n", "u", "m", "", "k", "M", "G", "T", "P", "E"));
    }
    var step = java.math.BigInteger.valueOf(isBinary ? 1024 : 1000);
    var number = value.movePointRight(isBinary ? 0 : SCALE).toBigIntegerExact();
    var name = names.remove();
    while (!names.isEmpty() && number.mod(step).signum() == 0) {
      number = number.divide(step);
      name = names.remove();
    }
    return value.signum() == 0 ? "0" : number + name;
  }
