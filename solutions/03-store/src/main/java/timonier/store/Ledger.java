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
import timonier.store.Store.Compacted;
import timonier.store.Store.Cursor;
import timonier.store.Store.Entry;
import timonier.store.Store.Page;
import timonier.store.Store.Snapshot;

/// All values with their versions since the last compaction, and the cursors that follow them.
///
/// It knows nothing of durability: what is published here is durable already. Its lock is never
/// held during a wait.
final class Ledger {

  private final Object lock = new Object();
  private final TreeMap<StoreKey, Versions> values = new TreeMap<>();
  private final ArrayDeque<Change> past = new ArrayDeque<>();
  private final Set<StoreKey> withPast = new LinkedHashSet<>();
  private final Map<KeyRange, Set<Follower>> followers = new HashMap<>();
  private long revision;
  private long compacted;

  /// A ledger that continues after a revision, without the versions before it.
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

  /// Loads a value as it was at the revision where the ledger begins.
  void restore(Entry entry) {
    synchronized (lock) {
      values.put(entry.key(), new Versions(entry));
    }
  }

  /// Adds the next writes, in order, and wakes the watchers of their keys. Readers see all of them
  /// or none.
  void publish(List<Change> changes) {
    var woken = new LinkedHashSet<Follower>();
    synchronized (lock) {
      var before = revision;
      for (var change : changes) {
        var isTogether = change.revision() == revision && revision > before;
        if (change.revision() != revision + 1 && !isTogether) {
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
    versions.add(change);
    if (versions.hasPast()) {
      withPast.add(change.key());
    }
  }

  private void deliver(Change change, Set<Follower> woken) {
    for (var range : rangesOf(change.key())) {
      for (var follower : followers.getOrDefault(range, Set.of())) {
        follower.backlog.offer(change);
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

  Snapshot snapshot() {
    synchronized (lock) {
      var all = values.values().stream().map(Versions::current).flatMap(Optional::stream).toList();
      return new Snapshot(revision, all);
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
        var entry =
            range.contains(value.getKey()) ? value.getValue().at(wanted) : Optional.<Entry>empty();
        if (entry.isPresent() && limit > 0 && found.size() == limit) {
          remaining++;
        } else {
          entry.ifPresent(found::add);
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
            .forEach(follower.backlog::offer);
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

  /// Drops old versions of one key, and the key if none is left; returns whether there is nothing
  /// more to drop later.
  private boolean forget(StoreKey key, long upTo) {
    var versions = values.get(key);
    if (versions == null) {
      return true;
    }
    versions.forget(upTo);
    if (versions.isEmpty()) {
      values.remove(key);
    }
    return !versions.hasPast();
  }

  /// How many past writes are kept.
  int pastSize() {
    synchronized (lock) {
      return past.size();
    }
  }

  private final class Follower implements Cursor {
    private final KeyRange range;
    private final Runnable wake;

    /// Must be called with the lock held.
    private final Backlog backlog;

    Follower(KeyRange range, long after, Runnable wake) {
      this.range = range;
      this.backlog = new Backlog(after);
      this.wake = wake;
    }

    @Override
    public List<Change> poll(int max) {
      synchronized (lock) {
        return backlog.take(max, revision);
      }
    }

    @Override
    public long revision() {
      synchronized (lock) {
        return backlog.seen(revision);
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
