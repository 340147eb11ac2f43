package timonier.apiserver.streams;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import timonier.kit.loop.EventLoop;
import timonier.kit.loop.EventLoop.Cancellable;

/// How long a client may take nothing of what it is sent; then it is cut off.
public final class Patience implements AutoCloseable {

  /// A person may pause a terminal for a moment; `kubectl` itself gives up after as long without a
  /// sign of life.
  public static final Duration USUAL = Duration.ofSeconds(60);

  private final EventLoop loop;
  private final Duration limit;
  private final Runnable cut;
  private volatile @Nullable Instant waitsSince;
  private volatile Cancellable check;
  private volatile boolean closed;

  /// @param limit how long one write may take
  /// @param cut ends the connection, which makes the write fail
  public Patience(EventLoop loop, Duration limit, Runnable cut) {
    this.loop = loop;
    this.limit = limit;
    this.cut = cut;
    this.check = loop.after(limit, this::check);
  }

  private void check() {
    var since = waitsSince;
    if (since != null && since.plus(limit).isBefore(loop.now())) {
      cut.run();
    } else if (!closed) {
      check = loop.after(since == null ? limit : limit.dividedBy(4), this::check);
    }
  }

  /// A write begins.
  public void begin() {
    waitsSince = loop.now();
  }

  /// The client took it.
  public void end() {
    waitsSince = null;
  }

  /// Looks after the client no more. The connection stays as it is.
  @Override
  public void close() {
    closed = true;
    check.cancel();
  }
}
