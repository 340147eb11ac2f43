package timonier.apiserver.streams;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import timonier.kit.loop.EventLoop;
import timonier.kit.loop.EventLoop.Cancellable;
import timonier.pods.process.BlockOutput;

/// The way to a client that may stop reading: nobody waits longer for it than for a limit, and then
/// it is cut off.
final class PatientOutput extends BlockOutput {

  /// A person may pause a terminal for a moment; `kubectl` itself gives up after as long without a
  /// sign of life.
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private final EventLoop loop;
  private final OutputStream out;
  private final Duration patience;
  private final Runnable cut;
  private volatile @Nullable Instant waitsSince;
  private volatile Cancellable check;
  private volatile boolean closed;

  /// @param patience how long one write may take
  /// @param cut ends the connection, which makes the write fail
  PatientOutput(EventLoop loop, OutputStream out, Duration patience, Runnable cut) {
    this.loop = loop;
    this.out = out;
    this.patience = patience;
    this.cut = cut;
    this.check = loop.after(patience, this::check);
  }

  private void check() {
    var since = waitsSince;
    if (since != null && since.plus(patience).isBefore(loop.now())) {
      cut.run();
    } else if (!closed) {
      check = loop.after(since == null ? patience : patience.dividedBy(4), this::check);
    }
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    waitsSince = loop.now();
    out.write(bytes, offset, length);
    waitsSince = null;
  }

  @Override
  public void flush() throws IOException {
    waitsSince = loop.now();
    out.flush();
    waitsSince = null;
  }

  /// Looks after it no more. The connection stays as it is.
  @Override
  public void close() {
    closed = true;
    check.cancel();
  }
}
