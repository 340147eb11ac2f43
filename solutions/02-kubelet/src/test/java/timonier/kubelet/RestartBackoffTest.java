package timonier.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RestartBackoffTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void the_first_restart_is_immediate() {
    assertThat(RestartBackoff.none().notBefore(NOW)).isEqualTo(NOW);
  }

  @Test
  void a_crashed_container_waits_longer_each_time() {
    var delays = new ArrayList<Long>();
    var backoff = RestartBackoff.none();
    for (var i = 0; i < 7; i++) {
      backoff = backoff.next(NOW);
      delays.add(Duration.between(NOW, backoff.notBefore(NOW)).toSeconds());
    }
    assertThat(delays).isEqualTo(List.of(10L, 20L, 40L, 80L, 160L, 300L, 300L));
  }

  @Test
  void ten_good_minutes_are_a_new_start() {
    var backoff = RestartBackoff.none().next(NOW).next(NOW);
    var later = NOW.plus(Duration.ofMinutes(11));
    assertThat(backoff.notBefore(later)).isEqualTo(later);
    assertThat(backoff.next(later).delay()).isEqualTo(RestartBackoff.INITIAL);
  }
}
