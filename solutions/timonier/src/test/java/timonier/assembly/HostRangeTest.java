package timonier.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class HostRangeTest {

  @Test
  void a_number_stays_claimed_after_a_garbage_collection() {
    var first = HostRange.claim(Optional.empty());
    System.gc();

    var second = HostRange.claim(Optional.of(first.number()));

    assertThat(second.number()).isNotEqualTo(first.number());
    assertThat(first.held()).isNotEmpty();
  }
}
