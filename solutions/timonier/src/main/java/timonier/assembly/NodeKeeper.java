package timonier.assembly;

import java.time.Duration;
import java.time.Instant;
import timonier.kit.loop.EventLoop;

/// Restarts nodes that end by themselves, as systemd restarts a real kubelet.
///
/// The wait doubles with each restart in a row.
final class NodeKeeper implements AutoCloseable {

  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(30);

  /// After a life of this length, the next end is counted as the first.
  private static final Duration LONG_LIFE = Duration.ofMinutes(1);

  /// A node's process.
  interface Kept {
    /// Starts it, or does nothing if it runs.
    void start();

    /// Whether it should be running.
    boolean isWanted();

    /// Calls back once it has ended, at once if it is not running.
    void onEnd(Runnable ended);
  }

  private final EventLoop loop;
  private boolean closed;

  /// @param loop measures the wait before a restart
  NodeKeeper(EventLoop loop) {
    this.loop = loop;
  }

  /// Restarts a node whenever it ends from now on.
  void keep(Kept node) {
    follow(node, SHORTEST);
  }

  private void follow(Kept node, Duration pause) {
    var since = loop.now();
    node.onEnd(() -> loop.run(() -> ended(node, since, pause)));
  }

  private void ended(Kept node, Instant since, Duration pause) {
    var livedLong = since.plus(LONG_LIFE).isBefore(loop.now());
    var wait = livedLong ? SHORTEST : pause;
    var twice = wait.multipliedBy(2);
    var next = twice.compareTo(LONGEST) < 0 ? twice : LONGEST;
    loop.after(
        wait,
        () -> {
          if (startAgain(node)) {
            follow(node, next);
          }
        });
  }

  private synchronized boolean startAgain(Kept node) {
    if (closed || !node.isWanted()) {
      return false;
    }
    node.start();
    return true;
  }

  /// Stops restarting. When it returns, nothing is being started any more.
  @Override
  public synchronized void close() {
    closed = true;
  }
}
