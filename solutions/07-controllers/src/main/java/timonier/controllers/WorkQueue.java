package timonier.controllers;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import java.util.function.Consumer;
import timonier.kit.loop.EventLoop;
import timonier.kit.loop.EventLoop.Cancellable;
import timonier.pods.objects.ApiException;
import timonier.pods.objects.ObjectKey;

/// The keys that a controller still must look at (client-go's `workqueue`).
///
/// Six promises: a key that is added twice before it is taken is taken once; a key is never worked
/// on twice at the same time; a key that is added while it is worked on is taken again afterwards;
/// keys are taken in the order in which they were added; of several delays of one key, the one that
/// ends first counts; and a key that failed, for whatever reason, comes back after a delay that
/// doubles each time. Exceptions other than a refusal by the server are also reported as bugs.
public final class WorkQueue {

  /// The first pause after a failure (client-go: 5 ms).
  private static final Duration FIRST_PAUSE = Duration.ofMillis(5);

  /// The longest pause. client-go waits up to 1000 s; after at most a minute, a learner sees that
  /// the cluster goes on.
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

  private final EventLoop loop;
  private final int workers;
  private final Reconciler reconciler;
  private final SequencedSet<ObjectKey> waiting = new LinkedHashSet<>();
  private final Set<ObjectKey> working = new HashSet<>();
  private final Set<ObjectKey> again = new HashSet<>();
  private final Map<ObjectKey, Delayed> delayed = new HashMap<>();
  private final Map<ObjectKey, Integer> failures = new HashMap<>();
  private boolean scheduled;

  /// A key to add later.
  private record Delayed(Instant until, Cancellable timer) {}

  /// Makes a queue with one worker, which runs as tasks of a loop.
  public WorkQueue(EventLoop loop, Reconciler reconciler) {
    this(loop, 1, reconciler);
  }

  /// Makes a queue with several workers.
  ///
  /// @param workers how many. If there are several, they run concurrently with the tasks of the
  ///   loop, and must use [EventLoop#run] for everything that these tasks use
  public WorkQueue(EventLoop loop, int workers, Reconciler reconciler) {
    this.loop = loop;
    this.workers = workers;
    this.reconciler = reconciler;
  }

  /// Adds a key.
  public void add(ObjectKey key) {
    (working.contains(key) ? again : waiting).add(key);
    schedule();
  }

  /// Adds a key after a delay, unless it will be added sooner anyway.
  public void addAfter(ObjectKey key, Duration delay) {
    var until = loop.now().plus(delay);
    var before = delayed.get(key);
    if (before != null && !until.isBefore(before.until())) {
      return;
    }
    if (before != null) {
      before.timer().cancel();
    }
    delayed.put(key, new Delayed(until, loop.after(delay, () -> due(key))));
  }

  private void due(ObjectKey key) {
    delayed.remove(key);
    add(key);
  }

  private void schedule() {
    if (!scheduled && !waiting.isEmpty() && working.size() < workers) {
      scheduled = true;
      loop.run(this::take);
    }
  }

  private void take() {
    scheduled = false;
    var key = waiting.removeFirst();
    working.add(key);
    if (workers == 1) {
      work(key, Runnable::run);
    } else {
      loop.spawn("work on " + key, () -> work(key, loop::run));
      schedule();
    }
  }

  /// Works on a key.
  ///
  /// @param tasks runs everything that uses the queue
  private void work(ObjectKey key, Consumer<Runnable> tasks) {
    Runnable ended = () -> failed(key);
    try {
      var next = reconciler.reconcile(key);
      ended = () -> succeeded(key, next);
    } catch (ApiException refusal) {
      // the key comes back
    } finally {
      tasks.accept(ended);
    }
  }

  private void succeeded(ObjectKey key, Next next) {
    failures.remove(key);
    if (next instanceof Next.After(var delay)) {
      addAfter(key, delay);
    }
    worked(key);
  }

  private void failed(ObjectKey key) {
    addAfter(key, pause(failures.merge(key, 1, Integer::sum)));
    worked(key);
  }

  private static Duration pause(int failures) {
    var pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failures - 1, 20));
    return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
  }

  private void worked(ObjectKey key) {
    working.remove(key);
    if (again.remove(key)) {
      waiting.add(key);
    }
    schedule();
  }
}
