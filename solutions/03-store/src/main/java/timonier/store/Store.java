package timonier.store;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/// The memory of the cluster: values by key, each write with a revision of its own.
///
/// Revisions grow by one with each transaction and are never used again; the writes of one
/// transaction share one. A write returns once it is durable; reads and watches see only what is
/// durable, while comparisons see the writes in flight too. Values are bytes that belong to the
/// store: callers must not change them.
public interface Store extends AutoCloseable {

  /// The revision of the newest durable write; 0 before the first.
  long revision();

  /// The oldest revision that can still be read.
  long compactedRevision();

  /// The value of a key.
  Optional<Entry> get(StoreKey key);

  /// Returns values in the order of their keys.
  ///
  /// @param range the values to return
  /// @param revision the revision to read them at; 0 for the newest
  /// @param limit the most to return; 0 for all
  /// @param after only keys after this one
  /// @throws Compacted if the revision is no longer kept
  Page range(KeyRange range, long revision, int limit, Optional<StoreKey> after);

  /// All values at one moment.
  Snapshot snapshot();

  /// Writes several values together if nobody else wrote them since, or none of them; returns once
  /// they are durable.
  ///
  /// @return the writes, in the order of the steps
  /// @throws CompareFailed if the last write of a key is not the expected one
  /// @throws ReadOnly if nothing can be written now
  List<Change> commit(Transaction transaction);

  /// Writes a value if nobody else wrote it since; returns once it is durable.
  ///
  /// @param expected the revision of the value's last write; 0 if there must be no value
  /// @throws CompareFailed if the last write was another
  /// @throws ReadOnly if nothing can be written now
  default Entry put(StoreKey key, byte[] value, long expected) {
    var change = commit(Transaction.of(new Transaction.Put(key, value, expected))).getFirst();
    return new Entry(key, value, change.createRevision(), change.revision());
  }

  /// Deletes a value if nobody else wrote it since; returns once that is durable.
  ///
  /// @param expected the revision of the value's last write
  /// @return the revision of the deletion
  /// @throws CompareFailed if the last write was another
  /// @throws ReadOnly if nothing can be written now
  default long delete(StoreKey key, long expected) {
    return commit(Transaction.of(new Transaction.Delete(key, expected))).getFirst().revision();
  }

  /// Follows the writes of a range.
  ///
  /// @param range the values to follow
  /// @param after only writes after this revision
  /// @param wake called whenever there may be something to [Cursor#poll]; must return at once
  /// @throws Compacted if writes after the revision are no longer kept
  Cursor watch(KeyRange range, long after, Runnable wake);

  /// Forgets the past before a revision: old values, and the writes up to it.
  void compact(long revision);

  @Override
  void close();

  /// A value.
  ///
  /// @param key its key
  /// @param value its bytes
  /// @param createRevision the revision at which it was created
  /// @param modRevision the revision of its last write
  record Entry(StoreKey key, byte[] value, long createRevision, long modRevision) {}

  /// All values at one revision.
  ///
  /// @param revision that revision
  /// @param entries in the order of their keys
  record Snapshot(long revision, List<Entry> entries) {}

  /// Some of the values of a range.
  ///
  /// @param entries in the order of their keys
  /// @param revision the revision at which all were read
  /// @param remaining how many more there are
  record Page(List<Entry> entries, long revision, int remaining) {}

  /// A place in the sequence of writes.
  interface Cursor extends AutoCloseable {
    /// Returns the next writes of the range, in order; empty if there are none yet. Writes of one
    /// revision are never split.
    ///
    /// @param max how many, at least 1; more if the last revision has more
    /// @throws Compacted if the next write is no longer kept
    List<Change> poll(int max);

    /// The revision up to which everything was seen.
    long revision();

    @Override
    void close();
  }

  /// A comparison that failed: somebody else wrote first.
  final class CompareFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient StoreKey key;

    /// The write was refused.
    public CompareFailed(StoreKey key, long expected, long actual) {
      super("%s: expected revision %d, but it is %d".formatted(key, expected, actual));
      this.key = key;
    }

    /// The key that somebody else wrote.
    public StoreKey key() {
      return key;
    }
  }

  /// A write was refused because the store takes none; reads and watches go on.
  final class ReadOnly extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String sentence;

    /// The write was refused, and nothing of it was kept.
    public ReadOnly(String sentence, RuntimeException cause) {
      super(sentence, cause);
      this.sentence = sentence;
    }

    /// The reason, as a sentence for the writer.
    public String sentence() {
      return sentence;
    }
  }

  /// The files lack acknowledged writes, so the store cannot be opened.
  final class Damaged extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// The store was not opened.
    public Damaged(String message) {
      super(message);
    }
  }

  /// The last writes, which could not be read when a store was opened, and are lost. They may never
  /// have been acknowledged.
  ///
  /// @param writes how many
  /// @param after the newest revision that was kept
  /// @param since when that revision was known to be on disk; empty if that was not noted
  record Dropped(long writes, long after, Optional<Instant> since) {
    /// A sentence for users.
    public String sentence() {
      return ("the end of the store could not be read and was dropped: %d write%s after revision"
              + " %d%s")
          .formatted(
              writes,
              writes == 1 ? "" : "s",
              after,
              since
                  .map(time -> ", which was written " + time.truncatedTo(ChronoUnit.SECONDS))
                  .orElse(""));
    }
  }

  /// The revision is no longer kept.
  final class Compacted extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// The read was refused.
    public Compacted(long revision, long oldest) {
      super("revision %d is no longer kept; the oldest is %d".formatted(revision, oldest));
    }
  }
}
