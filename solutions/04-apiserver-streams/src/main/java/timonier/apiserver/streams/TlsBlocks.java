package timonier.apiserver.streams;

import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/// TLS that hands several records to the network at once where much is to be sent: a record holds
/// at most 16 KiB, and each call to the kernel costs about as much as to encrypt one.
public final class TlsBlocks extends SslConnectionFactory {

  /// How many bytes are best sent at once: what three full records hold.
  public static final int BLOCK = 3 << 14;

  /// Room for three full records and their heads, and the most that the pool keeps.
  private static final int ROOM = 64 << 10;

  /// @param next what is spoken over it
  public TlsBlocks(SslContextFactory.Server factory, String next) {
    super(factory, next);
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

  private final class Blocks extends SslConnection {
    Blocks(ByteBufferPool pool, Connector connector, EndPoint endPoint, SSLEngine engine) {
      super(
          pool,
          connector.getExecutor(),
          getSslContextFactory(),
          endPoint,
          engine,
          isDirectBuffersForEncryption(),
          isDirectBuffersForDecryption());
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
