package timonier.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import timonier.kit.testing.Check;
import timonier.kit.testing.Exercise;

@Exercise("02-2")
class RestartBackoffTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private static RestartBackoff after(int starts) {
    var backoff = RestartBackoff.none();
    for (var i = 0; i < starts; i++) {
      backoff = backoff.next(NOW);
    }
    return backoff;
  }

  @Check("Before the first start nobody waits; after it ten seconds.")
  void the_first_delay_is_ten_seconds() {
    var first = RestartBackoff.none().next(NOW);
    assertThat(first.delay()).as("the delay after the first start").hasSeconds(10);
    assertThat(RestartBackoff.none().next(Instant.EPOCH).delay())
        .as("the delay after the first start, on a clock that begins at %s", Instant.EPOCH)
        .hasSeconds(10);
    assertThat(first.notBefore(NOW))
        .as("when what was started once and ended at %s may run again", NOW)
        .isEqualTo(NOW.plusSeconds(10));
  }

  @Check("Each start doubles the delay.")
  void each_start_doubles_the_delay() {
    var delays = new ArrayList<Long>();
    for (var starts = 1; starts <= 5; starts++) {
      delays.add(after(starts).delay().toSeconds());
    }
    assertThat(delays)
        .as("the delays, in seconds, after one start to five")
        .containsExactly(10L, 20L, 40L, 80L, 160L);
  }

  @Check("No delay is longer than five minutes.")
  void no_delay_is_longer_than_five_minutes() {
    assertThat(after(6).delay()).as("the delay after six starts").hasSeconds(300);
    assertThat(after(60).delay()).as("the delay after sixty starts").hasSeconds(300);
  }

  @Check("The backoff notes when it was set, for callers that ask later.")
  void it_notes_the_time() {
    var later = NOW.plusSeconds(30);
    assertThat(RestartBackoff.none().next(later).since())
        .as("the moment that is noted at the first start")
        .isEqualTo(later);
    assertThat(after(3).next(later).since())
        .as("the moment that is noted at a later start")
        .isEqualTo(later);
  }

  @Check("After more than ten minutes without a start all is forgiven.")
  void ten_good_minutes_are_a_new_start() {
    var later = NOW.plus(Duration.ofMinutes(10)).plusSeconds(1);
    assertThat(after(4).next(later).delay())
        .as("the delay after a fifth start, more than ten minutes after the fourth")
        .isEqualTo(RestartBackoff.INITIAL);
  }

  @Check("Ten minutes are not yet more than ten minutes.")
  void ten_minutes_are_not_more_than_ten() {
    assertThat(after(4).next(NOW.plus(Duration.ofMinutes(10))).delay())
        .as("the delay after a fifth start, exactly ten minutes after the fourth")
        .hasSeconds(160);
  }
}
