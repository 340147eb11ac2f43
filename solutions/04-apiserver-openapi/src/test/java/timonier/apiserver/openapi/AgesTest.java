package timonier.apiserver.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AgesTest {

  private static String shown(String duration) {
    return Ages.duration(Duration.parse(duration));
  }

  @Test
  void two_minutes_are_counted_in_seconds() {
    assertThat(shown("PT0S")).isEqualTo("0s");
    assertThat(shown("PT1M59.9S")).isEqualTo("119s");
  }

  @Test
  void a_clock_a_second_behind_is_forgiven() {
    assertThat(shown("PT-1.5S")).isEqualTo("0s");
    assertThat(shown("PT-2S")).isEqualTo("<invalid>");
  }

  @Test
  void the_longer_the_coarser() {
    assertThat(shown("PT2M")).isEqualTo("2m");
    assertThat(shown("PT9M59S")).isEqualTo("9m59s");
    assertThat(shown("PT10M59S")).isEqualTo("10m");
    assertThat(shown("PT2H59M")).isEqualTo("179m");
    assertThat(shown("PT3H1M")).isEqualTo("3h1m");
    assertThat(shown("PT8H1M")).isEqualTo("8h");
    assertThat(shown("PT47H")).isEqualTo("47h");
    assertThat(shown("P2DT5H")).isEqualTo("2d5h");
    assertThat(shown("P8DT5H")).isEqualTo("8d");
    assertThat(shown("P729D")).isEqualTo("729d");
    assertThat(shown("P731D")).isEqualTo("2y1d");
    assertThat(shown("P3000D")).isEqualTo("8y");
  }

  @Test
  void what_never_was_has_an_unknown_age() {
    assertThat(Ages.age(MissingNode.getInstance(), Instant.EPOCH)).isEqualTo("<unknown>");
  }
}
