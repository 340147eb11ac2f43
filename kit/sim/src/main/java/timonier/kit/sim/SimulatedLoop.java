package timonier.kit.sim;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import timonier.kit.loop.EventLoop;
import timonier.kit.loop.Promise;

/// The event loop of a simulated component.
final class SimulatedLoop implements EventLoop {

  private final Simulation simulation;
  private final String name;
  private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
  private final Set<Fiber> suspended = new LinkedHashSet<>();
  private @Nullable Fiber task;
  private boolean dead;

  SimulatedLoop(Simulation simulation, String name) {
    this.simulation = simulation;
    this.name = name;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Instant now() {
    return simulation.now();
  }

  @Override
  public RandomGenerator random() {
    return simulation.random();
  }

  @Override
  public void run(Runnable work) {
    if (dead) {
      return;
    }
    tasks.add(work);
    offerTask();
  }

  /// Makes the loop's next task ready to be chosen, unless one is under way.
  private void offerTask() {
    if (task != null || tasks.isEmpty() || dead) {
      return;
    }
    var work = tasks.remove();
    var next = new Fiber(simulation, this, work);
    task = next;
    simulation.ready(next);
  }

  /// Called by the simulation when a fiber of this loop has ended.
  void ended(Fiber fiber) {
    suspended.remove(fiber);
    if (fiber == task) {
      task = null;
      offerTask();
    }
  }

  @Override
  public Cancellable after(Duration delay, Runnable work) {
    return simulation.schedule(delay, () -> run(work));
  }

  @Override
  public void spawn(String what, Runnable work) {
    if (!dead) {
      simulation.ready(new Fiber(simulation, this, work));
    }
  }

  @Override
  public <T> Promise<T> promise() {
    return new SimulatedPromise<>(simulation);
  }

  @Override
  public void sleep(Duration duration) {
    var fiber = simulation.current();
    simulation.schedule(duration, () -> wake(fiber));
    suspend(fiber);
  }

  /// Suspends a fiber of any loop until [#wake] is called.
  static void suspend(Fiber fiber) {
    var loop = fiber.loop();
    loop.check();
    loop.suspended.add(fiber);
    fiber.yield();
  }

  /// Resumes a suspended fiber.
  static void wake(Fiber fiber) {
    var loop = fiber.loop();
    if (loop.suspended.remove(fiber)) {
      loop.simulation.ready(fiber);
    }
  }

  /// Ends the work of a component that has crashed.
  ///
  /// @throws Crash if it has
  void check() {
    if (dead) {
      throw new Crash(name);
    }
  }

  boolean isDead() {
    return dead;
  }

  /// Ends the component: none of its work runs again, except to unwind.
  @Override
  public void close() {
    dead = true;
    tasks.clear();
    var unwinding = new LinkedHashSet<>(suspended);
    suspended.clear();
    unwinding.forEach(simulation::ready);
    simulation.forget(this);
  }

  private static final class SimulatedPromise<T> implements Promise<T> {
    private final Simulation simulation;
    private final Set<Fiber> waiting = new LinkedHashSet<>();
    private @Nullable T value;
    private @Nullable RuntimeException failure;
    private boolean done;

    SimulatedPromise(Simulation simulation) {
      this.simulation = simulation;
    }

    @Override
    public void complete(T value) {
      if (!done) {
        this.value = value;
        finish();
      }
    }

    @Override
    public void fail(RuntimeException failure) {
      if (!done) {
        this.failure = failure;
        finish();
      }
    }

    private void finish() {
      done = true;
      waiting.forEach(SimulatedLoop::wake);
      waiting.clear();
    }

    @Override
    public boolean isDone() {
      return done;
    }

    @Override
    @SuppressWarnings("NullAway") // complete() takes a T
    public T await() {
      if (!done) {
        var fiber = simulation.current();
        fiber.loop().check();
        waiting.add(fiber);
        suspend(fiber);
      }
      if (failure != null) {
        throw failure;
      }
      return value;
    }
  }
}
