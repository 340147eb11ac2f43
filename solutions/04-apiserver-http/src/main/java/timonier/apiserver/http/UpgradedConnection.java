package timonier.apiserver.http;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.Blocker;
import org.eclipse.jetty.util.BufferUtil;
import timonier.apiserver.streams.ClientConnection;
import timonier.apiserver.streams.Upgrade;
import timonier.kit.loop.BlockInput;
import timonier.kit.loop.BlockOutput;
import timonier.kit.loop.EventLoop;

/// A connection that was HTTP until the client's upgrade: from then on bytes in both directions,
/// which virtual threads wait for. An edge class.
final class UpgradedConnection extends AbstractConnection implements Connection.UpgradeTo {

  private static final int BUFFER = 16 << 10;

  /// How long it may take until the client has its answer.
  private static final Duration BEGINNING = Duration.ofSeconds(30);

  /// How long both sides may be silent (Kubernetes: four hours).
  private static final Duration SILENCE = Duration.ofHours(4);

  private final EventLoop loop;
  private final Upgrade upgrade;
  private final EventLoop.Cancellable abandoned;
  private final ByteBuffer received = BufferUtil.allocate(BUFFER);

  UpgradedConnection(EventLoop loop, EndPoint endPoint, Upgrade upgrade) {
    super(endPoint, Runnable::run);
    this.loop = loop;
    this.upgrade = upgrade;
    this.abandoned = loop.after(BEGINNING, upgrade.abandon());
  }

  /// @param prefilled what the client sent before it had the answer
  @Override
  public void onUpgradeTo(ByteBuffer prefilled) {
    BufferUtil.append(received, prefilled);
  }

  @Override
  public void onOpen() {
    super.onOpen();
    abandoned.cancel();
    getEndPoint().setIdleTimeout(SILENCE.toMillis());
    loop.spawn("talk", this::talk);
  }

  private void talk() {
    var out = new BufferedOutputStream(new Output(), BUFFER);
    try {
      upgrade.talk().with(new ClientConnection(new Input(), out, this::close));
    } catch (IOException _) {
      // a client that breaks the protocol is cut off, and there is nobody to tell
    } finally {
      close();
    }
  }

  /// Never called: readers ask for data themselves.
  @Override
  public void onFillable() {
    close();
  }

  private final class Input extends BlockInput {
    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      while (received.remaining() == 0) {
        BufferUtil.clear(received);
        var n = getEndPoint().fill(received);
        if (n < 0) {
          return -1;
        }
        if (n == 0) {
          try (var ready = Blocker.callback()) {
            getEndPoint().fillInterested(ready);
            ready.block();
          }
        }
      }
      var n = Math.min(length, received.remaining());
      received.get(bytes, offset, n);
      return n;
    }
  }

  private final class Output extends BlockOutput {
    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try (var written = Blocker.callback()) {
        getEndPoint().write(written, ByteBuffer.wrap(bytes, offset, length));
        written.block();
      }
    }
  }
}
