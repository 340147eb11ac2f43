package timonier.store;

import java.util.List;

/// What the committer does next, decided from the waiting writes and nothing else.
///
/// A sync takes as long for one write as for a hundred, so writers that come while the disk is busy
/// share the next one (*group commit*).
final class CommitPlan {

  /// How many bytes may share a sync. In much larger batches, the first writers wait for the bytes
  /// of others.
  static final int BATCH_BYTES = 4 << 20;

  /// What the committer can do.
  sealed interface Step {
    /// Write the first `count` waiting transactions, with one sync.
    record Write(int count) implements Step {}

    /// Write all values to a new snapshot, and start a new log.
    record Snapshot() implements Step {}

    /// Do nothing; the next writer wakes the committer.
    record Rest() implements Step {}
  }

  /// Returns the next step.
  ///
  /// A log beyond its limit comes first: under a constant stream of writes it would otherwise grow
  /// for ever. A write that is larger than a batch goes alone.
  ///
  /// @param sizes the sizes of the waiting writes in bytes, the oldest first
  /// @param logSize the length of the log in bytes
  /// @param logLimit the length beyond which a snapshot is taken
  /// @exercise 03-6 Let writers share a sync, but not without limit, and keep the log short.
  static Step next(List<Integer> sizes, long logSize, long logLimit) {
    if (logSize > logLimit) {
      return new Step.Snapshot();
    }
    if (sizes.isEmpty()) {
      return new Step.Rest();
    }
    var count = 1;
    var bytes = (long) sizes.getFirst();
    while (count < sizes.size() && bytes + sizes.get(count) <= BATCH_BYTES) {
      bytes += sizes.get(count);
      count++;
    }
    return new Step.Write(count);
  }

  private CommitPlan() {}
}
