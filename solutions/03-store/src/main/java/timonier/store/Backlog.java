package timonier.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import timonier.store.Store.Compacted;

/// The changes that a watcher has not received yet.
///
/// It keeps the promises of a watch: each write once, in order, none left out; and all writes of
/// one revision together, because they happened together. A watcher that resumes from the revision
/// it has [#seen] misses nothing. Source: etcd documentation, "KV API guarantees", watch.
final class Backlog {

  /// How many writes a watcher may fall behind before it has to start over. A slow watcher must not
  /// cost the server its memory.
  static final int MOST_PENDING = 100_000;

  private final ArrayDeque<Change> pending = new ArrayDeque<>();
  private final int most;
  private long seen;
  private boolean overrun;

  /// A watcher that has seen everything up to a revision.
  Backlog(long seen) {
    this(seen, MOST_PENDING);
  }

  Backlog(long seen, int most) {
    this.seen = seen;
    this.most = most;
  }

  /// Adds the next write. When there are too many, drops them all.
  void offer(Change change) {
    if (pending.size() >= most) {
      overrun = true;
      pending.clear();
    }
    if (!overrun) {
      pending.add(change);
    }
  }

  /// Returns the next writes, and moves on.
  ///
  /// @param max how many, at least 1; more if the last revision has more
  /// @param newest the store's revision: everything up to it was offered
  /// @throws Compacted if writes were dropped
  /// @exercise 03-4 Tell a watcher the next writes: never half a revision, and never one twice.
  List<Change> take(int max, long newest) {
    if (overrun) {
      throw new Compacted(seen, newest);
    }
    var next = new ArrayList<Change>(Math.min(max, pending.size()));
    while (!pending.isEmpty() && (next.size() < max || isSplit(next, pending.peek()))) {
      next.add(pending.poll());
    }
    seen = pending.isEmpty() ? newest : next.getLast().revision();
    return next;
  }

  /// Whether a write shares its revision with the last one taken.
  ///
  /// @answer 03-4
  private static boolean isSplit(List<Change> taken, Change following) {
    return taken.getLast().revision() == following.revision();
  }

  /// The revision up to which the watcher has seen everything.
  ///
  /// @param newest the store's revision: everything up to it was offered
  long seen(long newest) {
    return pending.isEmpty() && !overrun ? newest : seen;
  }
}
