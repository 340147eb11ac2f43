package timonier.kubelet;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;

/// How long a container that keeps ending waits before it runs again.
///
/// The first restart is immediate, the second waits for ten seconds after the container's end, each
/// further one for twice as long, up to five minutes. A container that ran well for ten minutes
/// starts anew. (Kubernetes, Pod lifecycle, Container restart policy.)
///
/// @param delay how long after its end a container waits
/// @param since when this delay was set
public record RestartBackoff(Duration delay, Instant since) {

  /// The first delay.
  static final Duration INITIAL = Duration.ofSeconds(10);

  /// The longest delay.
  static final Duration MAXIMUM = Duration.ofSeconds(300);

  /// After this long without a restart all is forgiven: twice the longest delay.
  static final Duration RESET = Duration.ofMinutes(10);

  /// Nothing has gone wrong yet.
  public static RestartBackoff none() {
    return new RestartBackoff(Duration.ZERO, Instant.EPOCH);
  }

  /// The backoff after another start: the first delay after the first start, or after more than
  /// [#RESET] without one; otherwise twice the delay, up to [#MAXIMUM].
  ///
  /// @param now when it is started
  /// @exercise 02-2 Make a container that keeps ending wait twice as long each time, and forgive
  ///   one that ran well.
  public RestartBackoff next(Instant now) {
    if (delay.isZero() || isForgiven(now)) {
      return new RestartBackoff(INITIAL, now);
    }
    return new RestartBackoff(Collections.min(List.of(delay.multipliedBy(2), MAXIMUM)), now);
  }

  /// The earliest moment at which what ended may run again.
  ///
  /// @param ended when it ended
  public Instant notBefore(Instant ended) {
    return isForgiven(ended) ? ended : ended.plus(delay);
  }

  private boolean isForgiven(Instant at) {
    return Duration.between(since, at).compareTo(RESET) > 0;
  }
}
