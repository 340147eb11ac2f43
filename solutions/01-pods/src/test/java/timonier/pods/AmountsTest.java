package timonier.pods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import timonier.pods.objects.JsonFormat;
import timonier.pods.runtime.RuntimeFailure;

/// Quantities where they are used: compared, rounded, in documents, and refused.
class AmountsTest {

  private static Quantity cpu(String json) {
    var text = "{\"requests\":{\"cpu\":" + json + "}}";
    var resources =
        JsonFormat.read(text.getBytes(StandardCharsets.UTF_8), Container.Resources.class);
    return Quantity.of(resources.requests(), "cpu").orElseThrow();
  }

  @Test
  void amounts_are_compared_by_value_and_not_by_text() {
    assertThat(Quantity.parse("1000m")).isEqualByComparingTo(Quantity.parse("1"));
    assertThat(Quantity.parse("1Gi")).isGreaterThan(Quantity.parse("1G"));
    assertThat(Quantity.parse("1.0")).isEqualTo(Quantity.of(1)).hasSameHashCodeAs(Quantity.of(1));
  }

  @Test
  void amounts_are_rounded_away_from_zero_and_never_wrap_around() {
    assertThat(Quantity.parse("1n").milli()).isEqualTo(1);
    assertThat(Quantity.parse("100.1").units()).isEqualTo(101);
    assertThat(Quantity.parse("-0.5").units()).isEqualTo(-1);
    assertThat(Quantity.parse("100E").units()).isEqualTo(Long.MAX_VALUE);
    assertThat(Quantity.parse("-1e300").units()).isEqualTo(Long.MIN_VALUE);
  }

  @Test
  void a_document_may_write_an_amount_as_text_or_as_a_number() {
    assertThat(cpu("\" 500m \"")).isEqualTo(Quantity.parse("500m"));
    assertThat(cpu("2")).isEqualTo(Quantity.of(2));
    assertThat(cpu("0.1")).isEqualTo(Quantity.parse("100m"));
    assertThat(cpu("12345678901234567890")).isEqualTo(Quantity.parse("12345678901234567890"));
    assertThat(JsonFormat.tree(cpu("\"0.5\"")).toString()).isEqualTo("\"500m\"");
  }

  @Test
  void what_is_no_quantity_is_refused_in_kubernetes_words() {
    for (var text : List.of("", "1.1.M", "1+1", "0.1mi", "1 ", "5K", "1i", "1e", "--1", "1e9999")) {
      assertThatThrownBy(() -> Quantity.parse(text))
          .as(text)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("quantities must match the regular expression");
    }
  }

  @Test
  void an_image_that_cannot_be_one_is_refused_before_it_is_pulled() {
    assertThatThrownBy(() -> ImageReference.requireName("Nginx:1"))
        .isInstanceOfSatisfying(
            RuntimeFailure.class,
            failure -> assertThat(failure.reason()).isEqualTo("InvalidImageName"))
        .hasMessageEndingWith("repository name (library/Nginx) must be lowercase");
  }
}
