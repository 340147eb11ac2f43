package timonier.bench;

import java.util.Arrays;

/// How long each of many operations took.
///
/// @param nanos durations in nanoseconds, the shortest first
record Latencies(long[] nanos) {

  /// Makes them of durations in any order.
  static Latencies of(long[] nanos) {
    var sorted = nanos.clone();
    Arrays.sort(sorted);
    return new Latencies(sorted);
  }

  /// The duration that a share of all operations did not exceed, by the nearest rank: of 100, the
  /// 99th is the 99th shortest. 0 if there was none.
  ///
  /// @param share from 0 to 1
  double millis(double share) {
    if (nanos.length == 0) {
      return 0;
    }
    var rank = (int) Math.ceil(share * nanos.length);
    return nanos[Math.clamp(rank, 1, nanos.length) - 1] / 1e6;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Latencies latencies && Arrays.equals(nanos, latencies.nanos);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(nanos);
  }
}
