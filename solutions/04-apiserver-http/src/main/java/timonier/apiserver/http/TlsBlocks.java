package timonier.apiserver.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.io.ssl.SslHandshakeListener;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import timonier.kit.loop.EventLoop;

/// TLS that hands several records to the network at once, where there is much to send: a record
/// holds at most 16 KiB, and each call to the kernel costs about as much as to encrypt one.
///
/// A client that begins a handshake, or something in HTTP/2, and does not go on is cut off.
final class TlsBlocks extends SslConnectionFactory {

  /// Room for three full records and their heads, and the most that the pool keeps.
  private static final int ROOM = 64 << 10;

  private final EventLoop loop;
  private final Duration limit;

  /// @param next what is spoken over it
  /// @param loop tells the time
  /// @param limit how long a client may take for something that it has begun
  public TlsBlocks(SslContextFactory.Server factory, String next, EventLoop loop, Duration limit) {
    super(factory, next);
    this.loop = loop;
    this.limit = limit;
    setDirectBuffersForEncryption(true);
  }

  @Override
  protected SslConnection newSslConnection(
      Connector connector, EndPoint endPoint, SSLEngine engine) {
    return new Blocks(new Roomy(connector.getByteBufferPool()), connector, endPoint, engine);
  }

  /// Gives room for several records where one asks for that of one.
  private static final class Roomy extends ByteBufferPool.Wrapper {
    Roomy(ByteBufferPool pool) {
      super(pool);
    }

    @Override
    public RetainableByteBuffer.Mutable acquire(int size, boolean direct) {
      return super.acquire(direct ? Math.max(size, ROOM) : size, direct);
    }
  }

  private final class Blocks extends SslConnection implements SslHandshakeListener {
    private final Deadline deadline = new Deadline(loop, limit, this::cut);

    Blocks(ByteBufferPool pool, Connector connector, EndPoint endPoint, SSLEngine engine) {
      super(
          pool,
          connector.getExecutor(),
          getSslContextFactory(),
          endPoint,
          engine,
          isDirectBuffersForEncryption(),
          isDirectBuffersForDecryption());
      addHandshakeListener(this);
    }

    private void cut() {
      getEndPoint().close(new TimeoutException("the client takes too long"));
    }

    @Override
    public void onOpen() {
      deadline.begin();
      super.onOpen();
    }

    @Override
    public void handshakeSucceeded(Event event) {
      deadline.end();
    }

    @Override
    public void onClose(Throwable cause) {
      deadline.close();
      super.onClose(cause);
    }

    @Override
    protected SslEndPoint newSslEndPoint() {
      return new SslEndPoint() {
        private final Http2Frames frames = new Http2Frames();

        @Override
        public int fill(ByteBuffer buffer) throws IOException {
          var n = super.fill(buffer);
          if (n > 0 && "h2".equals(getSSLEngine().getApplicationProtocol())) {
            follow(frames, buffer.slice(buffer.limit() - n, n));
          }
          return n;
        }

        @Override
        public void write(Callback callback, ByteBuffer... buffers) {
          super.write(callback, Http1Connection.whole(getConnection(), buffers));
        }
      };
    }

    private void follow(Http2Frames frames, ByteBuffer said) {
      if (frames.read(said)) {
        deadline.end();
      }
      if (frames.isUnfinished()) {
        deadline.begin();
      }
    }

    @Override
    protected SSLEngineResult wrap(SSLEngine engine, ByteBuffer[] input, ByteBuffer output)
        throws SSLException {
      var result = super.wrap(engine, input, output);
      while (result.getStatus() == SSLEngineResult.Status.OK
          && result.getHandshakeStatus() == SSLEngineResult.HandshakeStatus.NOT_HANDSHAKING
          && !BufferUtil.isEmpty(input)
          && output.remaining() >= engine.getSession().getPacketBufferSize()) {
        result = super.wrap(engine, input, output);
      }
      return result;
    }
  }
}
