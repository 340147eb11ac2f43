package timonier.assembly;

import org.slf4j.LoggerFactory;

/// Logs what tasks of components throw. Each is a bug, which ends neither its component nor the
/// process.
final class BugLog {

  /// Logs that a task failed.
  ///
  /// @param loop the name of the event loop that ran the task
  static void write(String loop, Throwable bug) {
    LoggerFactory.getLogger(loop).error("a task failed", bug);
  }

  private BugLog() {}
}
