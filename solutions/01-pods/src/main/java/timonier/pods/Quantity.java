package timonier.pods;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.regex.Pattern;

/// An amount of a resource, as in `500m` or `128Mi` (Kubernetes `resource.Quantity`).
///
/// @param text as it was written
/// @param value what it stands for, in the resource's own unit (cores, bytes, pieces)
public record Quantity(String text, BigDecimal value) {

  private static final Pattern FORMAT =
      Pattern.compile("([+-]?(?:\\d+\\.?\\d*|\\.\\d+))([eE][+-]?\\d+|[KMGTPE]i|[numkMGTPE]?)");
  private static final String DECIMAL = "num kMGTPE";
  private static final String BINARY = "KMGTPE";

  /// Reads a quantity.
  ///
  /// @throws IllegalArgumentException if it is not one, in Kubernetes' words
  @JsonCreator
  public static Quantity parse(String text) {
    var match = FORMAT.matcher(text.strip());
    if (!match.matches() || text.length() > 64) {
      throw new IllegalArgumentException(
          "quantities must match the regular expression"
              + " '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
    }
    var number = new BigDecimal(match.group(1));
    return new Quantity(text, number.multiply(factor(match.group(2))));
  }

  /// Reads a number as JSON may write it.
  @JsonCreator
  public static Quantity of(long value) {
    return new Quantity(Long.toString(value), BigDecimal.valueOf(value));
  }

  private static BigDecimal factor(String suffix) {
    if (suffix.isEmpty()) {
      return BigDecimal.ONE;
    }
    if (suffix.length() > 1 && suffix.endsWith("i")) {
      return BigDecimal.valueOf(1024).pow(BINARY.indexOf(suffix.charAt(0)) + 1);
    }
    if (suffix.length() > 1) {
      return new BigDecimal("1" + suffix);
    }
    return BigDecimal.ONE.scaleByPowerOfTen(3 * (DECIMAL.indexOf(suffix.charAt(0)) - 3));
  }

  /// An amount of a resource in a map of amounts, if it is named there.
  public static Optional<Quantity> of(java.util.Map<String, Quantity> amounts, String resource) {
    return Optional.ofNullable(amounts.get(resource));
  }

  /// In thousandths, rounded up: the unit in which processor time is counted.
  public long milli() {
    return value.movePointRight(3).setScale(0, RoundingMode.CEILING).longValue();
  }

  /// In whole units, rounded up: bytes of memory, numbers of pods.
  public long units() {
    return value.setScale(0, RoundingMode.CEILING).longValue();
  }

  @JsonValue
  @Override
  public String toString() {
    return text;
  }
}
