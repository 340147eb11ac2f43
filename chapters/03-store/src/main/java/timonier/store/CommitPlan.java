package timonier.store;

import java.util.List;

/// What the committer does next, decided from what waits and nothing else.
///
/// A sync takes as long for one write as for a hundred, so writers that come while the disk is busy
/// share the next one (*group commit*).
final class CommitPlan {

  /// How many bytes may share a sync. A batch that is much larger makes its first writers wait for
  /// bytes that are not theirs.
  static final int BATCH_BYTES = 4 << 20;

  /// What to do.
  sealed interface Step {
    /// Make the first `count` of those that wait durable, together.
    record Write(int count) implements Step {}

    /// Write all values to a new snapshot, and begin a new log.
    record Snapshot() implements Step {}

    /// Nothing; the next writer wakes the committer.
    record Rest() implements Step {}
  }

  /// The next step.
  ///
  /// A log that has grown beyond its limit comes first: if writers came first, those that never let
  /// up would keep it growing for ever. A write that alone is larger than a batch goes alone.
  ///
  /// @param sizes the bytes of the writes that wait, the first being the oldest
  /// @param logSize how long the log is
  /// @param logLimit how long it may get before a snapshot is taken
  /// @exercise 03-6 Let writers share a sync, but not without limit, and keep the log short.
  static Step next(List<Integer> sizes, long logSize, long logLimit) {
    throw new UnsupportedOperationException("exercise 03-6 is yours to write");
  }

  private CommitPlan() {}
}
