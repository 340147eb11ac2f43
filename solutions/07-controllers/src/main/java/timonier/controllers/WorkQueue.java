package timonier.controllers;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import timonier.kit.loop.EventLoop;
import timonier.pods.ObjectKey;

/// What a controller still has to look at (client-go's `workqueue`).
///
/// Four promises: a key that is added twice before it is taken is taken once; a key is never worked
/// on twice at the same time; a key that is added while it is worked on is taken again afterwards;
/// and keys are taken in the order in which they were added. A key that failed comes back after a
/// while that doubles each time.
public final class WorkQueue {

  /// The first pause after a failure (client-go: 5 ms).
  private static final Duration FIRST_PAUSE = Duration.ofMillis(5);

  /// The longest pause. client-go waits up to 1000 s; a minute keeps a cluster that learns alive.
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

  private final EventLoop loop;
  private final Consumer<ObjectKey> worker;
  private final Set<ObjectKey> waiting = new LinkedHashSet<>();
  private final Set<ObjectKey> again = new LinkedHashSet<>();
  private final Map<ObjectKey, Integer> failures = new HashMap<>();
  private boolean working;

  /// A queue whose keys are worked on one after another by tasks of a loop.
  ///
  /// @param worker works on one key; what it throws counts as its failure
  public WorkQueue(EventLoop loop, Consumer<ObjectKey> worker) {
    this.loop = loop;
    this.worker = worker;
  }

  /// Adds a key.
  public void add(ObjectKey key) {
    (working ? again : waiting).add(key);
    if (!working) {
      schedule();
    }
  }

  /// Adds a key after a while.
  public void addAfter(ObjectKey key, Duration delay) {
    loop.after(delay, () -> add(key));
  }

  private void schedule() {
    if (!waiting.isEmpty()) {
      working = true;
      loop.run(this::work);
    }
  }

  private void work() {
    var key = waiting.iterator().next();
    waiting.remove(key);
    try {
      worker.accept(key);
      failures.remove(key);
    } catch (timonier.pods.ApiException failure) {
      addAfter(key, pause(key));
    }
    working = false;
    waiting.addAll(again);
    again.clear();
    schedule();
  }

  private Duration pause(ObjectKey key) {
    var count = failures.merge(key, 1, Integer::sum);
    var pause = FIRST_PAUSE.multipliedBy(1L << Math.min(count - 1, 20));
    return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
  }
}
