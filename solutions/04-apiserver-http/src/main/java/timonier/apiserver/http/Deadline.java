package timonier.apiserver.http;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import timonier.kit.loop.EventLoop;
import timonier.kit.loop.EventLoop.Cancellable;

/// How long a client may take to say what it has begun to say. Then it is cut off: what it holds is
/// needed for others.
final class Deadline implements AutoCloseable {

  /// Kubernetes gives a request's head 32 s (`ReadHeaderTimeout`).
  public static final Duration USUAL = Duration.ofSeconds(30);

  private final EventLoop loop;
  private final Duration limit;
  private final Runnable cut;
  private @Nullable Cancellable pending;

  /// @param limit how long it may take
  /// @param cut ends the connection
  public Deadline(EventLoop loop, Duration limit, Runnable cut) {
    this.loop = loop;
    this.limit = limit;
    this.cut = cut;
  }

  /// Something has begun; nothing happens if something else has begun before and is not over.
  public synchronized void begin() {
    if (pending == null) {
      pending = loop.after(limit, this::expire);
    }
  }

  private void expire() {
    synchronized (this) {
      if (pending == null) {
        return;
      }
      pending = null;
    }
    cut.run();
  }

  /// What has begun is over.
  public synchronized void end() {
    if (pending != null) {
      pending.cancel();
      pending = null;
    }
  }

  @Override
  public void close() {
    end();
  }
}
