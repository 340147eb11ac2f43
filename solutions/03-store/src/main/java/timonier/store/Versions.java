package timonier.store;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import timonier.store.Store.Entry;

/// The versions of one key that are still kept, the newest last; a deletion is a version without a
/// value.
final class Versions {

  /// The state of a key from a revision on.
  ///
  /// @param revision that of the write
  /// @param entry the value; null if it was deleted
  record Version(long revision, @Nullable Entry entry) {
    boolean isDeletion() {
      return entry == null;
    }
  }

  private final ArrayDeque<Version> versions = new ArrayDeque<>(2);

  /// Makes a key that was never written.
  Versions() {}

  /// Makes a key whose earlier versions are not known.
  Versions(Entry entry) {
    versions.add(new Version(entry.modRevision(), entry));
  }

  /// Adds the newest version.
  void add(Change change) {
    var entry =
        change.isDelete()
            ? null
            : new Entry(change.key(), change.value(), change.createRevision(), change.revision());
    versions.addLast(new Version(change.revision(), entry));
  }

  /// The value now.
  Optional<Entry> current() {
    return Optional.ofNullable(versions.peekLast()).map(Version::entry);
  }

  /// Returns the value as it was at a revision, after the last write up to then.
  ///
  /// @param revision not before the last compaction
  /// @return empty if there was no value then
  /// @exercise 03-1 Find the value that a key had at a past revision.
  Optional<Entry> at(long revision) {
    for (var newestFirst = versions.descendingIterator(); newestFirst.hasNext(); ) {
      var version = newestFirst.next();
      if (version.revision() <= revision) {
        return Optional.ofNullable(version.entry());
      }
    }
    return Optional.empty();
  }

  /// Drops the versions that no read at a revision, or at a later one, needs.
  ///
  /// The value at the revision itself stays, however long ago it was written. A deletion that old
  /// need not stay: a key without versions reads the same.
  ///
  /// @exercise 03-3 Forget the past up to a revision, but nothing that can still be read.
  void forget(long upTo) {
    while (versions.size() > 1 && second().revision() <= upTo) {
      versions.removeFirst();
    }
    var first = versions.peekFirst();
    // a deletion comes first only when its deleted value was just dropped
    if (first != null && first.isDeletion()) {
      versions.removeFirst();
    }
  }

  /// @answer 03-3
  private Version second() {
    var oldestFirst = versions.iterator();
    oldestFirst.next();
    return oldestFirst.next();
  }

  /// Whether nothing is left.
  boolean isEmpty() {
    return versions.isEmpty();
  }

  /// Whether a later compaction may drop something.
  boolean hasPast() {
    return versions.size() > 1 || versions.stream().anyMatch(Version::isDeletion);
  }

  /// The versions that are kept, the oldest first.
  Iterator<Version> iterator() {
    return versions.iterator();
  }
}
