package timonier.assembly;

import java.time.Duration;
import java.time.Instant;
import timonier.kit.loop.EventLoop;

/// Starts nodes again that end by themselves, as systemd does with a real kubelet.
///
/// One that ends again and again is started less and less often.
final class NodeKeeper implements AutoCloseable {

  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(30);

  /// After so long a life an end says nothing about the next.
  private static final Duration LONG_LIFE = Duration.ofMinutes(1);

  /// A node's process.
  interface Kept {
    /// Starts it, or does nothing if it runs.
    void start();

    /// Whether it should run.
    boolean isWanted();

    /// Calls back once it has ended; at once if it does not run.
    void onEnd(Runnable ended);
  }

  private final EventLoop loop;
  private boolean closed;

  /// @param loop on which it waits before a node is started again
  NodeKeeper(EventLoop loop) {
    this.loop = loop;
  }

  /// Looks after a node from now on.
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

  /// Starts nothing any more. When it returns, nothing is being started either.
  @Override
  public synchronized void close() {
    closed = true;
  }
}
