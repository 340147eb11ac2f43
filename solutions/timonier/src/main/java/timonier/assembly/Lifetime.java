package timonier.assembly;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// Undoes, when the process is ended by Ctrl-C or `kill`, all that would outlast it.
///
/// Other threads go on while the end is under way. So make what outlasts the process by [#make],
/// which completes before the end begins or does nothing, and register its undoing first.
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
      throw new CommandFailure("The process is ending.");
    }
    making.run();
  }

  /// Registers an action for the end. The last registered runs first; if the end has begun, it runs
  /// at once.
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

  /// Waits for what is being made, then runs all registered actions. The second call does nothing.
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
      // the process is ending, and the hook has nothing left to do
    }
  }
}
