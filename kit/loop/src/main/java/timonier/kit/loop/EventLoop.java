package timonier.kit.loop;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/// The one seam of a component for time, threads and chance.
///
/// A component's *tasks* never overlap: those passed to [#run] and [#after] run one at a time, in
/// the order in which they become due, so a component needs no lock for its own state. A task may
/// block in a call of the seam (a client, a runtime, a store, [Promise#await]); the component's
/// other tasks wait until it is done. Work that blocks for long goes to [#spawn], which runs
/// concurrently and must not touch the component's state except by [#run].
///
/// Live, tasks run on virtual threads. Simulated, every task and every spawned piece of work of the
/// whole cluster is a virtual thread; exactly one of them runs at a time, on virtual time.
///
/// A task that throws is a bug: it is reported to the owner of the loops (see [Loops]) and the loop
/// goes on with its next task.
public interface EventLoop extends AutoCloseable {

  /// The name of the component, for threads, logs and traces.
  String name();

  /// The time now. It never goes backwards.
  Instant now();

  /// Runs `task` as soon as the tasks before it are done. May be called from any thread.
  void run(Runnable task);

  /// Runs `task` once `delay` has passed; a negative delay counts as none.
  ///
  /// @return cancels the task; cancelling after it ran does nothing
  Cancellable after(Duration delay, Runnable task);

  /// Runs work that blocks, concurrently with the tasks. It ends early, by interrupt live and by an
  /// error in simulation, when the loop is closed.
  void spawn(String what, Runnable work);

  /// A new promise, for a value that is provided later.
  <T> Promise<T> promise();

  /// Blocks the calling task or spawned work for `duration`.
  void sleep(Duration duration);

  /// Random numbers; in simulation they come from the seed.
  RandomGenerator random();

  /// Ends the component: no task begins after this returns, and spawned work is interrupted.
  @Override
  void close();

  /// A task that can be cancelled.
  interface Cancellable {
    /// Cancels it; the second call does nothing.
    void cancel();
  }
}
