package timonier.apiserver.rules.workloads;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Pattern;
import timonier.apiserver.rules.Subject;

/// Numbers of pods, each a number or a share of all (`25%`).
final class Amounts {

  private static final Pattern PERCENT = Pattern.compile("[0-9]+%");

  /// A number is not negative, and text is a percentage.
  static void judge(Subject amount) {
    if (amount.value().isTextual() && !PERCENT.matcher(amount.text()).matches()) {
      amount.invalid(
          "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%', "
              + " or '93%', regex used for validation is '[0-9]+%')");
    }
    amount.causes().negative(amount.path(), amount.value());
  }

  /// A share is at most that of all.
  static void notMoreThanAll(Subject amount) {
    if (PERCENT.matcher(amount.text()).matches() && number(amount.text()) > 100) {
      amount.invalid("must not be greater than 100%");
    }
  }

  /// Whether it stands for no pod at all, as does text that is no percentage.
  static boolean isZero(JsonNode amount) {
    var text = amount.asText();
    return amount.isTextual() && PERCENT.matcher(text).matches()
        ? number(text) == 0
        : amount.asLong() == 0;
  }

  private static double number(String percent) {
    return Double.parseDouble(percent.substring(0, percent.length() - 1));
  }

  private Amounts() {}
}
