package timonier.kit.sim;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import timonier.kit.loop.EventLoop;
import timonier.kit.loop.EventLoop.Cancellable;
import timonier.kit.loop.Loops;

/// A world of components on virtual time, in which exactly one piece of work runs at a time.
///
/// Whenever the running work calls the seam it hands the baton back, and the simulation chooses by
/// its seed who goes on. When nobody can, time jumps to the next timer. The same seed makes the
/// same choices, so a run can be repeated, step by step, in another JVM.
///
/// The test itself is outside: it starts components, then calls [#runFor] or [#runUntil], and
/// [#call] for what must be done from inside.
public final class Simulation implements Loops {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final int KEPT_LINES = 200;

  private final long seed;
  private final Random random;
  private final PriorityQueue<Timer> timers = new PriorityQueue<>();
  private final List<Fiber> ready = new ArrayList<>();
  private final Map<String, SimulatedLoop> loops = new LinkedHashMap<>();
  private final ArrayDeque<String> trace = new ArrayDeque<>();
  private final List<Runnable> rules = new ArrayList<>();
  private final List<Consumer<String>> listeners = new ArrayList<>();
  private Instant now = START;
  private long sequence;
  private long steps;
  private long fingerprint = 17;
  private @Nullable Fiber current;
  private volatile boolean hasBaton = true;
  private @Nullable Thread driver;
  private @Nullable SimulationFailure failure;
  private Optional<BiConsumer<String, Throwable>> survivors = Optional.empty();

  /// Makes a world in which every choice comes from a seed.
  public Simulation(long seed) {
    this.seed = seed;
    this.random = new Random(mixed(seed));
  }

  /// Spreads a seed over all bits (the finaliser of SplitMix64): generators of neighbouring seeds
  /// would begin with much the same choices.
  private static long mixed(long seed) {
    var z = seed + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /// The seed of all choices.
  public long seed() {
    return seed;
  }

  /// Virtual time.
  public Instant now() {
    return now;
  }

  /// Random numbers from the seed.
  public RandomGenerator random() {
    return random;
  }

  /// True with a probability.
  public boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  /// How many choices were made.
  public long steps() {
    return steps;
  }

  @Override
  public EventLoop loop(String name) {
    if (loops.containsKey(name)) {
      throw new IllegalArgumentException("there is a loop named " + name + " already");
    }
    var loop = new SimulatedLoop(this, name);
    loops.put(name, loop);
    return loop;
  }

  /// Crashes components in the middle of whatever they do: the one with this name, and those whose
  /// names begin with it and a slash.
  public void crash(String name) {
    trace("crash " + name);
    loops.values().stream()
        .filter(loop -> loop.name().equals(name) || loop.name().startsWith(name + "/"))
        .toList()
        .forEach(SimulatedLoop::close);
  }

  /// From now on, what a task throws is passed to a listener, as to the owner of live loops,
  /// instead of ending the run: for tests of what happens after a bug.
  ///
  /// @param told called with the loop's name and what was thrown
  public void survive(BiConsumer<String, Throwable> told) {
    survivors = Optional.of(told);
  }

  /// Checks a rule after every step; it throws [AssertionError] when the rule is broken.
  public void always(Runnable rule) {
    rules.add(rule);
  }

  /// Makes a call of the seam that takes no time: others may go first.
  public void pause() {
    var fiber = current();
    fiber.loop().check();
    ready(fiber);
    fiber.yield();
  }

  /// Adds a line to the trace of the run.
  public void trace(String line) {
    for (var i = 0; i < line.length(); i++) {
      fingerprint = fingerprint * 31 + line.charAt(i);
    }
    var timed = Duration.between(START, now) + " " + line;
    trace.add(timed);
    if (trace.size() > KEPT_LINES) {
      trace.remove();
    }
    listeners.forEach(listener -> listener.accept(timed));
  }

  /// Passes the whole run to a listener, line by line: the trace, and every choice of what goes on.
  public void tell(Consumer<String> listener) {
    listeners.add(listener);
  }

  /// The last lines of the trace.
  public List<String> trace() {
    return List.copyOf(trace);
  }

  /// A hash of the whole run so far: two runs that differ anywhere differ in it.
  public long fingerprint() {
    return fingerprint;
  }

  /// Advances time.
  public void runFor(Duration duration) {
    var end = now.plus(duration);
    drive(() -> false, end);
    now = end;
  }

  /// Advances time until a condition holds.
  ///
  /// @return whether it held within the limit
  public boolean runUntil(BooleanSupplier condition, Duration limit) {
    drive(condition, now.plus(limit));
    return condition.getAsBoolean();
  }

  /// Runs work inside the simulation, as a component of the test, and waits for its result.
  public <T> T call(Supplier<T> work) {
    var loop = new SimulatedLoop(this, "test");
    var done = loop.<T>promise();
    loop.run(() -> complete(done, work));
    if (!runUntil(done::isDone, Duration.ofHours(1))) {
      throw broken("a call from the test did not end within an hour", null);
    }
    return done.await();
  }

  private static <T> void complete(timonier.kit.loop.Promise<T> done, Supplier<T> work) {
    try {
      done.complete(work.get());
    } catch (RuntimeException failure) {
      done.fail(failure);
    }
  }

  /// Makes a failure of this run, for the caller to throw.
  public SimulationFailure broken(String rule, @Nullable Throwable cause) {
    return new SimulationFailure(seed, rule, trace(), cause);
  }

  /// Steps until a condition holds or a moment has come. Runs on a virtual thread: handing the
  /// baton between virtual threads costs a tenth of what it costs between platform threads.
  private void drive(BooleanSupplier condition, Instant end) {
    var thread = Thread.ofVirtual().unstarted(() -> guard(() -> steps(condition, end)));
    driver = thread;
    thread.start();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
    if (failure != null) {
      throw failure;
    }
  }

  private void guard(Runnable driving) {
    try {
      driving.run();
    } catch (SimulationFailure broken) {
      failure = broken;
    } catch (Throwable thrown) {
      failure = broken(String.valueOf(thrown.getMessage()), thrown);
    }
  }

  private void steps(BooleanSupplier condition, Instant end) {
    while (!condition.getAsBoolean()) {
      if (!ready.isEmpty()) {
        step();
      } else if (timers.isEmpty() || timers.element().at.isAfter(end)) {
        return;
      } else {
        fireTimers();
      }
    }
  }

  private void fireTimers() {
    now = timers.element().at;
    while (!timers.isEmpty() && !timers.element().at.isAfter(now)) {
      timers.remove().action.run();
    }
  }

  private void step() {
    var index = random.nextInt(ready.size());
    var chosen = ready.get(index);
    var last = ready.removeLast();
    if (index < ready.size()) {
      ready.set(index, last);
    }
    steps++;
    fingerprint = fingerprint * 31 + chosen.loop().name().hashCode();
    for (var listener : listeners) {
      listener.accept(steps + " " + chosen.loop().name());
    }
    current = chosen;
    hasBaton = false;
    chosen.resume();
    while (!hasBaton) {
      LockSupport.park(this);
    }
    current = null;
    if (chosen.ended()) {
      chosen.loop().ended(chosen);
    }
    if (failure != null) {
      throw failure;
    }
    rules.forEach(Runnable::run);
  }

  /// Takes the baton back from a fiber, with the bug that ended it, if there is one.
  void takeBack(@Nullable String loop, @Nullable Throwable bug) {
    if (bug != null && survivors.isPresent()) {
      survivors.get().accept(String.valueOf(loop), bug);
    } else if (bug != null) {
      failure = broken(loop + " threw " + bug, bug);
    }
    hasBaton = true;
    LockSupport.unpark(driver);
  }

  /// The work that holds the baton.
  Fiber current() {
    if (current == null) {
      throw new IllegalStateException(
          "only a component may call the seam; from a test, use Simulation.call");
    }
    return current;
  }

  void ready(Fiber fiber) {
    ready.add(fiber);
  }

  void forget(SimulatedLoop loop) {
    loops.remove(loop.name(), loop);
  }

  Cancellable schedule(Duration delay, Runnable action) {
    var at = delay.isNegative() ? now : now.plus(delay);
    var timer = new Timer(at, sequence++, action);
    timers.add(timer);
    return () -> timers.remove(timer);
  }

  /// Ends all components and unwinds their work.
  @Override
  public void close() {
    failure = null;
    List.copyOf(loops.values()).forEach(SimulatedLoop::close);
    rules.clear();
    timers.clear();
    drive(ready::isEmpty, now);
  }

  private record Timer(Instant at, long sequence, Runnable action) implements Comparable<Timer> {
    @Override
    public int compareTo(Timer other) {
      var byTime = at.compareTo(other.at);
      return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return Long.hashCode(sequence);
    }
  }
}
