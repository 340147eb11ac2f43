package timonier.apiserver;

import java.time.Duration;
import java.util.ArrayDeque;
import timonier.kit.loop.EventLoop;
import timonier.store.Store;

/// Makes what is always there, and forgets how objects were before as time passes. Its tasks are
/// those of the server's loop.
final class Housekeeping {

  /// How long the past is kept for watches to resume (Kubernetes: five minutes).
  private static final Duration KEPT = Duration.ofMinutes(5);

  /// How much of the past is forgotten at a time.
  private static final Duration STEP = Duration.ofMinutes(1);

  private final EventLoop loop;
  private final Store store;
  private final Namespaces namespaces;
  private final ObjectWriter writer;

  /// The store's revision at the end of each step that is still kept, oldest first.
  private final ArrayDeque<Long> marks = new ArrayDeque<>();

  /// @param writer by which namespaces are made
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
