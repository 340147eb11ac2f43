package timonier.kit.sim;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// One piece of work of a simulated component, on a virtual thread of its own.
///
/// It runs only while it holds the baton. At each call of the seam it hands the baton back to the
/// simulation and waits to be chosen again.
final class Fiber {

  private final Simulation simulation;
  private final SimulatedLoop loop;
  private final Thread thread;
  private volatile boolean holdsBaton;
  private boolean ended;

  Fiber(Simulation simulation, SimulatedLoop loop, Runnable work) {
    this.simulation = simulation;
    this.loop = loop;
    this.thread = Thread.ofVirtual().unstarted(() -> live(work));
  }

  SimulatedLoop loop() {
    return loop;
  }

  boolean ended() {
    return ended;
  }

  private void live(Runnable work) {
    awaitBaton();
    @Nullable Throwable bug = null;
    try {
      if (!loop.isDead()) {
        work.run();
      }
    } catch (Crash _) {
      // the component is gone, and so is its work
    } catch (Throwable thrown) {
      bug = loop.isDead() ? null : thrown;
    }
    ended = true;
    holdsBaton = false;
    simulation.takeBack(bug == null ? null : loop.name(), bug);
  }

  /// Gives the baton to this fiber; called by the simulation, which then waits.
  void resume() {
    holdsBaton = true;
    if (thread.getState() == Thread.State.NEW) {
      thread.start();
    } else {
      LockSupport.unpark(thread);
    }
  }

  /// Hands the baton back and waits for it; called by the work itself.
  void yield() {
    holdsBaton = false;
    simulation.takeBack(null, null);
    awaitBaton();
    loop.check();
  }

  private void awaitBaton() {
    while (!holdsBaton) {
      LockSupport.park(this);
    }
  }
}
