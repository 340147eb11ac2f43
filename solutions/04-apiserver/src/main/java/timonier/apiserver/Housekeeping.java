package timonier.apiserver;

import java.time.Duration;
import java.util.ArrayDeque;
import timonier.kit.loop.EventLoop;
import timonier.store.Store;

/// Creates the default namespaces, and compacts the store as time passes. Its tasks run on the
/// server's loop.
final class Housekeeping {

  /// How long revisions are kept for watches to resume (Kubernetes: five minutes).
  private static final Duration KEPT = Duration.ofMinutes(5);

  /// The time between two compactions.
  private static final Duration STEP = Duration.ofMinutes(1);

  private final EventLoop loop;
  private final Store store;
  private final Namespaces namespaces;
  private final ObjectWriter writer;

  /// The store's revision at the end of each step that is not compacted yet, oldest first.
  private final ArrayDeque<Long> marks = new ArrayDeque<>();

  /// @param writer the writer that creates namespaces
  Housekeeping(EventLoop loop, Store store, Namespaces namespaces, ObjectWriter writer) {
    this.loop = loop;
    this.store = store;
    this.namespaces = namespaces;
    this.writer = writer;
  }

  void start() {
    namespaces.createDefaults(writer);
    compactLater();
  }

  private void compactLater() {
    loop.after(STEP, this::compact);
  }

  private void compact() {
    compactLater();
    marks.add(store.revision());
    if (marks.size() > KEPT.dividedBy(STEP)) {
      store.compact(marks.remove());
    }
  }
}
