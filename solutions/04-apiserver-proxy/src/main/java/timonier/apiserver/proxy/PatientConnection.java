package timonier.apiserver.proxy;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import timonier.kit.loop.BlockInput;
import timonier.kit.loop.BlockOutput;
import timonier.kit.loop.EventLoop;
import timonier.kit.loop.EventLoop.Cancellable;
import timonier.pods.runtime.ContainerRuntime.Connection;

/// A connection that is cut off when nothing has moved on it for too long, in either direction.
final class PatientConnection implements AutoCloseable {

  private final EventLoop loop;
  private final Connection connection;
  private final InputStream in;
  private final OutputStream out;
  private volatile Duration limit;
  private volatile Instant moved;
  private volatile Cancellable check;
  private volatile boolean closed;

  /// @param limit how long nothing may move
  PatientConnection(EventLoop loop, Connection connection, Duration limit) {
    this.loop = loop;
    this.connection = connection;
    this.limit = limit;
    this.in = new BufferedInputStream(new Input());
    this.out = new Output();
    this.moved = loop.now();
    this.check = loop.after(limit.dividedBy(4), this::check);
  }

  private void check() {
    if (moved.plus(limit).isBefore(loop.now())) {
      close();
    } else if (!closed) {
      check = loop.after(limit.dividedBy(4), this::check);
    }
  }

  /// Allows for another time without a move from now on.
  void allow(Duration limit) {
    this.limit = limit;
    moved = loop.now();
  }

  InputStream in() {
    return in;
  }

  OutputStream out() {
    return out;
  }

  /// Cuts the connection; reads and writes fail.
  @Override
  public void close() {
    closed = true;
    check.cancel();
    try {
      connection.close();
    } catch (UncheckedIOException _) {
      // it is closed all the same
    }
  }

  private final class Input extends BlockInput {
    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      var n = connection.in().read(bytes, offset, length);
      moved = loop.now();
      return n;
    }
  }

  private final class Output extends BlockOutput {
    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      connection.out().write(bytes, offset, length);
      moved = loop.now();
    }

    @Override
    public void flush() throws IOException {
      connection.out().flush();
    }
  }
}
