package timonier.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import timonier.store.Store.Compacted;
import timonier.store.Store.Cursor;
import timonier.store.Store.Entry;
import timonier.store.Store.Page;

/// All values, with their past since the last compaction, and the cursors that follow them.
///
/// It knows nothing of durability: what is published here is durable already. Its lock is held only
/// while it looks at memory, never over a wait.
final class Ledger {

  /// How many writes a cursor may fall behind before it has to start over. A slow watcher must not
  /// cost the server its memory.
  static final int MOST_PENDING = 100_000;

  private final Object lock = new Object();
  private final TreeMap<StoreKey, Versions> values = new TreeMap<>();
  private final ArrayDeque<Change> past = new ArrayDeque<>();
  private final Set<StoreKey> withPast = new LinkedHashSet<>();
  private final Map<KeyRange, Set<Follower>> followers = new HashMap<>();
  private long revision;
  private long compacted;

  /// A ledger that continues after a revision whose past is not known.
  Ledger(long revision) {
    this.revision = revision;
    this.compacted = revision;
  }

  long revision() {
    synchronized (lock) {
      return revision;
    }
  }

  long compactedRevision() {
    synchronized (lock) {
      return compacted;
    }
  }

  /// Takes in a value as it stood at the revision where the ledger begins.
  void restore(Entry entry) {
    synchronized (lock) {
      values.put(entry.key(), new Versions(entry));
    }
  }

  /// Takes in the next writes, in order, and wakes those who follow their keys.
  void publish(List<Change> changes) {
    var woken = new LinkedHashSet<Follower>();
    synchronized (lock) {
      for (var change : changes) {
        if (change.revision() != revision + 1) {
          throw new IllegalStateException(
              "expected revision %d, but got %d".formatted(revision + 1, change.revision()));
        }
        revision = change.revision();
        record(change);
        deliver(change, woken);
      }
    }
    woken.forEach(follower -> follower.wake.run());
  }

  private void record(Change change) {
    past.add(change);
    var versions = values.computeIfAbsent(change.key(), _ -> new Versions());
    if (versions.add(change)) {
      withPast.add(change.key());
    }
  }

  private void deliver(Change change, Set<Follower> woken) {
    for (var range : rangesOf(change.key())) {
      for (var follower : followers.getOrDefault(range, Set.of())) {
        follower.offer(change);
        woken.add(follower);
      }
    }
  }

  private static List<KeyRange> rangesOf(StoreKey key) {
    var all = KeyRange.of(key.resource());
    var one = KeyRange.of(key);
    var named = new KeyRange(key.resource(), "", key.name());
    return key.namespace().isEmpty()
        ? List.of(all, one)
        : List.of(all, new KeyRange(key.resource(), key.namespace(), ""), one, named);
  }

  Optional<Entry> get(StoreKey key) {
    synchronized (lock) {
      return Optional.ofNullable(values.get(key)).flatMap(Versions::current);
    }
  }

  /// All values, in the order of their keys.
  List<Entry> all() {
    synchronized (lock) {
      return values.values().stream().map(Versions::current).flatMap(Optional::stream).toList();
    }
  }

  Page range(KeyRange range, long at, int limit, Optional<StoreKey> after) {
    synchronized (lock) {
      var wanted = at == 0 ? revision : at;
      if (wanted < compacted) {
        throw new Compacted(wanted, compacted);
      }
      var start =
          after.orElseGet(() -> new StoreKey(range.resource(), range.namespace(), range.name()));
      var found = new ArrayList<Entry>();
      var remaining = 0;
      for (var value : values.tailMap(start, after.isEmpty()).entrySet()) {
        if (isPast(range, value.getKey())) {
          break;
        }
        var entry = range.contains(value.getKey()) ? value.getValue().at(wanted) : null;
        if (entry != null && limit > 0 && found.size() == limit) {
          remaining++;
        } else if (entry != null) {
          found.add(entry);
        }
      }
      return new Page(found, wanted, remaining);
    }
  }

  private static boolean isPast(KeyRange range, StoreKey key) {
    return !range.resource().equals(key.resource())
        || (!range.namespace().isEmpty() && !range.namespace().equals(key.namespace()));
  }

  Cursor follow(KeyRange range, long after, Runnable wake) {
    synchronized (lock) {
      if (after < compacted) {
        throw new Compacted(after, compacted);
      }
      var follower = new Follower(range, after, wake);
      if (after < revision) {
        past.stream()
            .filter(change -> change.revision() > after && range.contains(change.key()))
            .forEach(follower::offer);
      }
      followers.computeIfAbsent(range, _ -> new LinkedHashSet<>()).add(follower);
      return follower;
    }
  }

  void compact(long upTo) {
    synchronized (lock) {
      compacted = Math.max(compacted, Math.min(upTo, revision));
      while (!past.isEmpty() && past.peek().revision() <= compacted) {
        past.poll();
      }
      withPast.removeIf(key -> forget(key, compacted));
    }
  }

  /// Forgets the past of one key, and the key if nothing is left of it.
  private boolean forget(StoreKey key, long upTo) {
    var versions = values.get(key);
    if (versions == null) {
      return true;
    }
    var settled = versions.forget(upTo);
    if (versions.isEmpty()) {
      values.remove(key);
    }
    return settled;
  }

  /// How many writes of the past are kept.
  int pastSize() {
    synchronized (lock) {
      return past.size();
    }
  }

  /// The versions of one key, the newest last; a deletion is a version without a value.
  private static final class Versions {
    private record Version(long revision, @Nullable Entry entry) {}

    private final ArrayDeque<Version> versions = new ArrayDeque<>(2);

    Versions() {}

    Versions(Entry entry) {
      versions.add(new Version(entry.modRevision(), entry));
    }

    /// Adds a version; true if there is a past to forget now.
    boolean add(Change change) {
      var entry =
          change.isDelete()
              ? null
              : new Entry(change.key(), change.value(), change.createRevision(), change.revision());
      versions.addLast(new Version(change.revision(), entry));
      return versions.size() > 1 || change.isDelete();
    }

    Optional<Entry> current() {
      var last = versions.peekLast();
      return last == null ? Optional.empty() : Optional.ofNullable(last.entry());
    }

    @Nullable Entry at(long revision) {
      for (var newest = versions.descendingIterator(); newest.hasNext(); ) {
        var version = newest.next();
        if (version.revision() <= revision) {
          return version.entry();
        }
      }
      return null;
    }

    /// Drops what cannot be read any more; true if no past is left.
    boolean forget(long upTo) {
      while (versions.size() > 1 && second().revision() <= upTo) {
        versions.pollFirst();
      }
      var first = versions.peekFirst();
      if (versions.size() == 1 && first != null && first.entry() == null) {
        if (first.revision() <= upTo) {
          versions.clear();
        }
        return versions.isEmpty();
      }
      return versions.size() == 1;
    }

    private Version second() {
      var iterator = versions.iterator();
      iterator.next();
      return iterator.next();
    }

    boolean isEmpty() {
      return versions.isEmpty();
    }
  }

  private final class Follower implements Cursor {
    private final KeyRange range;
    private final Runnable wake;
    private final ArrayDeque<Change> pending = new ArrayDeque<>();
    private long seen;
    private boolean overrun;

    Follower(KeyRange range, long after, Runnable wake) {
      this.range = range;
      this.seen = after;
      this.wake = wake;
    }

    /// Called with the lock held.
    void offer(Change change) {
      if (pending.size() >= MOST_PENDING) {
        overrun = true;
        pending.clear();
      }
      if (!overrun) {
        pending.add(change);
      }
    }

    @Override
    public List<Change> poll(int max) {
      synchronized (lock) {
        if (overrun) {
          throw new Compacted(seen, compacted);
        }
        var next = new ArrayList<Change>(Math.min(max, pending.size()));
        while (!pending.isEmpty() && next.size() < max) {
          next.add(pending.poll());
        }
        seen = pending.isEmpty() ? Math.max(seen, revision) : next.getLast().revision();
        return next;
      }
    }

    @Override
    public long revision() {
      synchronized (lock) {
        return pending.isEmpty() && !overrun ? Math.max(seen, revision) : seen;
      }
    }

    @Override
    public void close() {
      synchronized (lock) {
        var sharing = followers.get(range);
        if (sharing != null && sharing.remove(this) && sharing.isEmpty()) {
          followers.remove(range);
        }
      }
    }
  }
}
