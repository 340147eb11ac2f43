package timonier.store;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import timonier.store.Store.Entry;

/// The versions of one key that are still kept, the newest last; a deletion is a version without a
/// value.
final class Versions {

  /// What a key was from a revision on.
  ///
  /// @param revision that of the write
  /// @param entry the value; null if it was deleted
  record Version(long revision, @Nullable Entry entry) {
    boolean isDeletion() {
      return entry == null;
    }
  }

  private final ArrayDeque<Version> versions = new ArrayDeque<>(2);

  /// A key that was never written.
  Versions() {}

  /// A key whose past is not known.
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

  /// The value as it was at a revision: what the last write up to then left.
  ///
  /// @param revision not before the last compaction
  /// @return empty if there was no value then
  /// @exercise 03-1 Find the value that a key had at a revision of the past.
  Optional<Entry> at(long revision) {
    for (var newestFirst = versions.descendingIterator(); newestFirst.hasNext(); ) {
      var version = newestFirst.next();
      if (version.revision() <= revision) {
        return Optional.ofNullable(version.entry());
      }
    }
    return Optional.empty();
  }

  /// Drops what no read needs any more that asks for a revision, or for any after it.
  ///
  /// The value at that very revision stays, however long ago it was written. A deletion that is as
  /// old need not be remembered: a key of which nothing is known reads just the same.
  ///
  /// @exercise 03-3 Forget the past up to a revision, and nothing that can still be read.
  void forget(long upTo) {
    while (versions.size() > 1 && second().revision() <= upTo) {
      versions.removeFirst();
    }
    var first = versions.peekFirst();
    // a deletion comes first only when what it deleted was just dropped
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

  /// Whether there is something that a later compaction may drop.
  boolean hasPast() {
    return versions.size() > 1 || versions.stream().anyMatch(Version::isDeletion);
  }

  /// The versions that are kept, the oldest first.
  Iterator<Version> iterator() {
    return versions.iterator();
  }
}
