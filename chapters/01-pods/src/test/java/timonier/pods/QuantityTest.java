package timonier.pods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import timonier.kit.testing.Check;
import timonier.kit.testing.Exercise;
import timonier.pods.Quantity.Format;

@Exercise("01-6")
class QuantityTest {

  private static void assertAmount(String text, String value) {
    assertThat(Quantity.parse(text).value())
        .as("the amount that \"%s\" stands for", text)
        .isEqualByComparingTo(new BigDecimal(value));
  }

  @Check("A number without a suffix is itself, with sign and fraction.")
  void a_number_is_itself() {
    assertAmount("128", "128");
    assertAmount("0.25", "0.25");
    assertAmount("-1.5", "-1.5");
    assertAmount(".5", "0.5");
  }

  @Check("The suffixes n, u and m divide by thousands.")
  void small_suffixes_divide() {
    assertAmount("100m", "0.1");
    assertAmount("100u", "0.0001");
    assertAmount("100n", "0.0000001");
  }

  @Check("The suffixes k, M, G, T, P and E multiply by powers of 1000.")
  void decimal_suffixes_multiply() {
    assertAmount("2k", "2000");
    assertAmount("2M", "2000000");
    assertAmount("2G", "2000000000");
    assertAmount("2T", "2000000000000");
    assertAmount("2P", "2000000000000000");
    assertAmount("2E", "2000000000000000000");
  }

  @Check("The suffixes Ki, Mi, Gi, Ti, Pi and Ei multiply by powers of 1024.")
  void binary_suffixes_multiply() {
    assertAmount("1Ki", "1024");
    assertAmount("1.5Mi", "1572864");
    assertAmount("1Gi", "1073741824");
    assertAmount("1Ti", "1099511627776");
    assertAmount("1Pi", "1125899906842624");
    assertAmount("1Ei", "1152921504606846976");
  }

  @Check("An e or E with a number after it is an exponent of ten, and not the suffix E.")
  void an_exponent_is_no_suffix() {
    assertAmount("1e3", "1000");
    assertAmount("12E+2", "1200");
    assertAmount("5e-3", "0.005");
    assertAmount("1E", "1000000000000000000");
  }

  @Check("Nothing is lost: amounts are not floating-point numbers.")
  void amounts_are_exact() {
    assertAmount("9007199254740993", "9007199254740993");
    assertAmount("0.1Ki", "102.4");
    assertAmount("1.000000001E", "1000000001000000000");
  }

  @Check("What is finer than a billionth is rounded up, away from zero.")
  void a_little_is_not_nothing() {
    assertAmount("0.1n", "0.000000001");
    assertAmount("1.0000000001", "1.000000001");
    assertAmount("-0.1n", "-0.000000001");
  }

  @Check("It is remembered which family of suffixes was used.")
  void the_format_is_remembered() {
    assertThat(Quantity.parse("100m").format())
        .as("the format of \"100m\"")
        .isEqualTo(Format.DECIMAL);
    assertThat(Quantity.parse("7").format()).as("the format of \"7\"").isEqualTo(Format.DECIMAL);
    assertThat(Quantity.parse("1E").format()).as("the format of \"1E\"").isEqualTo(Format.DECIMAL);
    assertThat(Quantity.parse("1Gi").format()).as("the format of \"1Gi\"").isEqualTo(Format.BINARY);
    assertThat(Quantity.parse("1e3").format())
        .as("the format of \"1e3\"")
        .isEqualTo(Format.EXPONENT);
  }

  @Check("What is no quantity is refused, in Kubernetes' words.")
  void what_is_no_quantity_is_refused() {
    for (var text : new String[] {"", "much", "1.5.2", "1 Gi", "1Kib", "2x"}) {
      assertThatThrownBy(() -> Quantity.parse(text))
          .as("the amount that \"%s\" stands for", text)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("quantities must match the regular expression");
    }
  }
}
