package timonier.apiserver.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WarningsTest {

  @Test
  void each_warning_is_quoted_and_told_once() {
    assertThat(Warnings.header(List.of("unknown field \"a\"", "b", "b")))
        .isEqualTo("299 - \"unknown field \\\"a\\\"\", 299 - \"b\"");
  }

  @Test
  void what_would_make_a_header_long_is_cut() {
    assertThat(Warnings.header(List.of("x".repeat(70_000), "short"))).hasSizeBetween(256, 300);
    var many = IntStream.range(0, 100).mapToObj(i -> i + "x".repeat(300)).toList();
    assertThat(Warnings.header(many)).hasSizeBetween(3_900, 4_500);
    var one = "x".repeat(1_000);
    assertThat(Warnings.header(List.of(one))).contains(one);
  }

  @Test
  void what_no_header_can_say_is_left_out() {
    assertThat(Warnings.header(List.of("a\r\nX-Injected: yes", "b"))).isEqualTo("299 - \"b\"");
    assertThat(Warnings.header(List.of("a\u0000"))).isEmpty();
  }
}
