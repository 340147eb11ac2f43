package timonier.apiserver;

import java.time.Duration;
import java.util.ArrayDeque;
import timonier.kit.loop.EventLoop;
import timonier.store.Store;

/// Forgets how objects were before, as time passes. Its tasks are those of the server's loop.
final class Housekeeping {

  /// How long the past is kept for watches to resume (Kubernetes: five minutes).
  private static final Duration KEPT = Duration.ofMinutes(5);

  /// How much of the past is forgotten at a time.
  private static final Duration STEP = Duration.ofMinutes(1);

  private final EventLoop loop;
  private final Store store;

  /// The store's revision at the end of each step that is still kept, oldest first.
  private final ArrayDeque<Long> marks = new ArrayDeque<>();

  Housekeeping(EventLoop loop, Store store) {
    this.loop = loop;
    this.store = store;
  }

  void start() {
    loop.after(STEP, this::compact);
  }

  private void compact() {
    start();
    marks.add(store.revision());
    if (marks.size() > KEPT.dividedBy(STEP)) {
      store.compact(marks.remove());
    }
  }
}
