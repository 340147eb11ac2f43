package timonier.kit.certificates;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PemTest {

  @Test
  void bytes_are_found_between_the_first_pair_of_labels() {
    var block = Pem.block("ANY THING", "some bytes".getBytes(UTF_8));

    assertThat(Pem.bytes("a comment\n" + block + Pem.block("OTHER", new byte[3])))
        .asString(UTF_8)
        .isEqualTo("some bytes");
  }

  @Test
  void a_text_without_a_pair_of_labels_is_refused() {
    for (var text : new String[] {"", "aaaa", "-----BEGIN A", "-----BEGIN A-----\naaaa"}) {
      assertThatThrownBy(() -> Pem.bytes(text))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("no PEM: there is no -----");
    }
  }

  @Test
  @Timeout(60)
  void a_request_full_of_beginnings_costs_no_more_than_any_other() {
    for (var text : new String[] {"-----BEGIN A-----", "-----BEGIN "}) {
      assertThatThrownBy(() -> Pem.bytes(text.repeat(100_000)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
