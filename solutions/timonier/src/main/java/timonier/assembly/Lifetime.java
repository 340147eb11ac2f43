package timonier.assembly;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// The time until a process is told to end, by Ctrl-C or `kill`: what it makes until then that
/// would outlast it, and what undoes that.
///
/// While the end is under way other threads go on. So what lasts is made by [#make], whole before
/// the end begins or not at all, and its end is noted first.
final class Lifetime implements AutoCloseable {

  private final Deque<Runnable> ends = new ArrayDeque<>();
  private final Thread hook = new Thread(this::end);
  private boolean over;

  /// The time until this process ends.
  static Lifetime ofProcess() {
    var lifetime = new Lifetime();
    Runtime.getRuntime().addShutdownHook(lifetime.hook);
    return lifetime;
  }

  /// Makes something that outlasts the process: the end waits for it.
  ///
  /// @throws CommandFailure if the end has begun
  synchronized void make(Runnable making) {
    if (over) {
      throw new CommandFailure("It was told to end.");
    }
    making.run();
  }

  /// Notes what must be done at the end, before what was noted earlier; if the end has begun, does
  /// it at once.
  void atEnd(Runnable end) {
    if (isNoted(end)) {
      return;
    }
    end.run();
  }

  private synchronized boolean isNoted(Runnable end) {
    if (!over) {
      ends.addFirst(end);
    }
    return !over;
  }

  /// Ends it: waits for what is being made, then does all that was noted. Does nothing the second
  /// time.
  void end() {
    noted().forEach(Runnable::run);
  }

  private synchronized List<Runnable> noted() {
    over = true;
    var all = List.copyOf(ends);
    ends.clear();
    return all;
  }

  /// Ends it before the process does.
  @Override
  public void close() {
    end();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // the process ends, and the hook has nothing left to do
    }
  }
}
