package timonier.pods;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import timonier.kit.testing.Check;
import timonier.kit.testing.Exercise;
import timonier.pods.Quantity.Format;

@Exercise("01-7")
class QuantityTextTest {

  private static void assertText(Format format, String value, String text) {
    assertThat(new Quantity(new BigDecimal(value), format).toString())
        .as("the amount %s, written in the format %s", value, format)
        .isEqualTo(text);
  }

  @Check("A decimal amount has the largest suffix that leaves a whole number.")
  void the_largest_suffix_that_fits() {
    assertText(Format.DECIMAL, "2000", "2k");
    assertText(Format.DECIMAL, "1500000", "1500k");
    assertText(Format.DECIMAL, "3000000000000000000", "3E");
  }

  @Check("Without thousands there is no suffix.")
  void a_plain_number_has_no_suffix() {
    assertText(Format.DECIMAL, "1", "1");
    assertText(Format.DECIMAL, "1100", "1100");
    assertText(Format.DECIMAL, "-12", "-12");
  }

  @Check("A fraction is a whole number of a smaller unit.")
  void a_fraction_takes_a_smaller_unit() {
    assertText(Format.DECIMAL, "0.5", "500m");
    assertText(Format.DECIMAL, "1.25", "1250m");
    assertText(Format.DECIMAL, "0.0001", "100u");
    assertText(Format.DECIMAL, "0.000000001", "1n");
  }

  @Check("Nothing is 0, in every format.")
  void zero_has_no_suffix() {
    assertText(Format.DECIMAL, "0.000", "0");
    assertText(Format.BINARY, "0", "0");
    assertText(Format.EXPONENT, "0", "0");
  }

  @Check("A binary amount has the largest power of 1024 that leaves a whole number.")
  void binary_amounts_count_in_powers_of_1024() {
    assertText(Format.BINARY, "1024", "1Ki");
    assertText(Format.BINARY, "1610612736", "1536Mi");
    assertText(Format.BINARY, "1073741824", "1Gi");
    assertText(Format.BINARY, "1025", "1025");
    assertText(Format.BINARY, "-2048", "-2Ki");
  }

  @Check("A binary amount below 1024, or with a fraction, is written as a decimal one.")
  void binary_amounts_lose_nothing() {
    assertText(Format.BINARY, "1000", "1k");
    assertText(Format.BINARY, "102.4", "102400m");
    assertText(Format.BINARY, "2048.5", "2048500m");
  }

  @Check("In the format of exponents, the exponent is a multiple of three.")
  void exponents_are_multiples_of_three() {
    assertText(Format.EXPONENT, "1000", "1e3");
    assertText(Format.EXPONENT, "120000", "120e3");
    assertText(Format.EXPONENT, "0.005", "5e-3");
    assertText(Format.EXPONENT, "12", "12");
  }

  @Check("There is no suffix above E and Ei: what is more is a larger number of those.")
  void nothing_is_above_exa() {
    assertText(Format.DECIMAL, "5000000000000000000000", "5000E");
    assertText(Format.EXPONENT, "5000000000000000000000", "5e21");
    assertText(Format.BINARY, "1180591620717411303424", "1024Ei");
  }
}
