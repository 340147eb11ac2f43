package timonier.kit.loop;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Event loops on the machine's own clock and on virtual threads.
///
/// A loop costs nothing while it has nothing to do: its tasks are drained by a virtual thread that
/// is started for the first of them and ends after the last. One platform thread keeps all timers.
public final class LiveLoops implements Loops {

  private final BiConsumer<String, Throwable> bugs;
  private final ScheduledThreadPoolExecutor timers;
  private final Set<LiveLoop> loops = Collections.newSetFromMap(new ConcurrentHashMap<>());
  private final AtomicReference<Instant> latest = new AtomicReference<>(Instant.EPOCH);

  /// A world of live loops.
  ///
  /// @param bugs called with the name of the loop and what one of its tasks threw
  public LiveLoops(BiConsumer<String, Throwable> bugs) {
    this.bugs = bugs;
    this.timers = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().factory());
    timers.setRemoveOnCancelPolicy(true);
  }

  @Override
  public EventLoop loop(String name) {
    var loop = new LiveLoop(name);
    loops.add(loop);
    return loop;
  }

  @Override
  public void close() {
    loops.forEach(LiveLoop::close);
    timers.shutdownNow();
  }

  /// The time of the machine's clock; never earlier than before.
  private Instant now() {
    return latest.accumulateAndGet(Clock.systemUTC().instant(), (a, b) -> a.isAfter(b) ? a : b);
  }

  private final class LiveLoop implements EventLoop {
    private final String name;
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private final Map<Thread, String> spawned = new ConcurrentHashMap<>();
    private boolean draining;
    private volatile boolean closed;

    LiveLoop(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public Instant now() {
      return LiveLoops.this.now();
    }

    @Override
    public void run(Runnable task) {
      synchronized (tasks) {
        if (closed) {
          return;
        }
        tasks.add(task);
        if (draining) {
          return;
        }
        draining = true;
      }
      Thread.ofVirtual().name(name).start(this::drain);
    }

    private void drain() {
      for (var task = next(); task != null; task = next()) {
        attempt(task);
      }
    }

    private @Nullable Runnable next() {
      synchronized (tasks) {
        var task = closed ? null : tasks.poll();
        draining = task != null;
        return task;
      }
    }

    private void attempt(Runnable task) {
      try {
        task.run();
      } catch (Throwable bug) {
        if (!closed) {
          bugs.accept(name, bug);
        }
      }
    }

    @Override
    public Cancellable after(Duration delay, Runnable task) {
      if (closed) {
        return () -> {};
      }
      // limits the delay to the longest number of nanoseconds that fits into a long
      var nanos = Math.max(0, TimeUnit.NANOSECONDS.convert(delay));
      var timer = timers.schedule(() -> run(task), nanos, TimeUnit.NANOSECONDS);
      return () -> timer.cancel(false);
    }

    @Override
    public void spawn(String what, Runnable work) {
      if (closed) {
        return;
      }
      var thread =
          Thread.ofVirtual()
              .name(name + ": " + what)
              .unstarted(() -> {
                attempt(work);
                spawned.remove(Thread.currentThread());
              });
      spawned.put(thread, what);
      thread.start();
      if (closed) {
        thread.interrupt();
      }
    }

    @Override
    public <T> Promise<T> promise() {
      return new LivePromise<>();
    }

    @Override
    public void sleep(Duration duration) {
      var end = System.nanoTime() + duration.toNanos();
      for (var left = duration.toNanos(); left > 0; left = end - System.nanoTime()) {
        LockSupport.parkNanos(this, left);
        if (closed || Thread.currentThread().isInterrupted()) {
          throw new IllegalStateException(name + " was closed");
        }
      }
    }

    @Override
    public RandomGenerator random() {
      return java.util.concurrent.ThreadLocalRandom.current();
    }

    @Override
    public void close() {
      synchronized (tasks) {
        closed = true;
        tasks.clear();
      }
      spawned.keySet().forEach(Thread::interrupt);
      loops.remove(this);
    }
  }

  private static final class LivePromise<T> implements Promise<T> {
    private final CompletableFuture<T> future = new CompletableFuture<>();

    @Override
    public void complete(T value) {
      future.complete(value);
    }

    @Override
    public void fail(RuntimeException failure) {
      future.completeExceptionally(failure);
    }

    @Override
    public boolean isDone() {
      return future.isDone();
    }

    @Override
    public T await() {
      try {
        return future.get();
      } catch (java.util.concurrent.ExecutionException e) {
        throw e.getCause() instanceof RuntimeException failure
            ? failure
            : new CompletionException(e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while waiting", e);
      }
    }
  }
}
