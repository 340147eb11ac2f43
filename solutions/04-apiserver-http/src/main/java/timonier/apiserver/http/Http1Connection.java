package timonier.apiserver.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpGenerator;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.BufferUtil;
import timonier.kit.loop.EventLoop;

/// HTTP/1.1 that sends each chunk of a body whole, and waits for the head of a request no longer
/// than it should. An edge class.
///
/// Jetty sends the line that ends a chunk together with the next chunk. A client that reads a chunk
/// to its end before it looks at it, as Python's urllib3 does, would always be one event behind.
final class Http1Connection extends HttpConnection {

  /// What ends each chunk.
  private static final byte[] END = {'\r', '\n'};

  private final Deadline deadline;
  private volatile long requestsBefore;

  private Http1Connection(
      HttpConfiguration configuration,
      Connector connector,
      EndPoint endPoint,
      EventLoop loop,
      Duration limit) {
    super(configuration, connector, endPoint);
    this.deadline = new Deadline(loop, limit, this::cutIfStillInHead);
  }

  @Override
  public void onOpen() {
    deadline.begin();
    super.onOpen();
  }

  @Override
  public void onFillable() {
    super.onFillable();
    if (isInHead()) {
      requestsBefore = getMessagesIn();
      deadline.begin();
    } else {
      deadline.end();
    }
  }

  /// A connection may be idle after a request, but not before the first.
  private boolean isInHead() {
    return getParser().inHeaderState() && (!getParser().isStart() || getMessagesIn() == 0);
  }

  /// Another thread may have gone on with the connection while this one looked at it.
  private void cutIfStillInHead() {
    if (isInHead() && getMessagesIn() == requestsBefore) {
      getEndPoint().close(new TimeoutException("the head of a request took too long"));
    }
  }

  @Override
  public void onClose(Throwable cause) {
    deadline.close();
    super.onClose(cause);
  }

  @Override
  protected HttpGenerator newHttpGenerator() {
    return new WholeChunks();
  }

  /// Returns the buffers to write: these, and the end of the chunk that they are.
  ///
  /// @param connection that writes them, of any kind
  static ByteBuffer[] whole(Connection connection, ByteBuffer... buffers) {
    if (connection instanceof Http1Connection http
        && http.getGenerator() instanceof WholeChunks chunks
        && chunks.isOpen) {
      chunks.isOpen = false;
      var all = Arrays.copyOf(buffers, buffers.length + 1);
      all[buffers.length] = ByteBuffer.wrap(END);
      return all;
    }
    return buffers;
  }

  /// Generates chunks whose end follows at once, not with the next one.
  private static final class WholeChunks extends HttpGenerator {
    /// Whether the bytes that are written next are a chunk without its end.
    private boolean isOpen;

    @Override
    public Result generateResponse(
        MetaData.Response info,
        boolean isHead,
        ByteBuffer header,
        ByteBuffer chunk,
        ByteBuffer content,
        boolean last)
        throws IOException {
      var carries = BufferUtil.hasContent(content);
      var result = super.generateResponse(info, isHead, header, chunk, content, last);
      if (result == Result.FLUSH) {
        isOpen = carries && isChunking() && !isHead && !isNoContent();
        skipEndOfLast(chunk);
      }
      return result;
    }

    /// No chunk's size begins with an end of line: that would be the last chunk's, which was sent.
    private static void skipEndOfLast(ByteBuffer chunk) {
      if (BufferUtil.hasContent(chunk) && chunk.get(chunk.position()) == END[0]) {
        chunk.position(chunk.position() + END.length);
      }
    }
  }

  /// Makes such connections.
  public static final class Factory extends HttpConnectionFactory {
    private final EventLoop loop;
    private final Duration limit;

    /// @param configuration of requests and answers
    /// @param loop tells the time
    /// @param limit how long the head of a request may take
    public Factory(HttpConfiguration configuration, EventLoop loop, Duration limit) {
      super(configuration);
      this.loop = loop;
      this.limit = limit;
    }

    @Override
    public Connection newConnection(Connector connector, EndPoint endPoint) {
      var connection =
          new Http1Connection(getHttpConfiguration(), connector, endPoint, loop, limit);
      connection.setTransferEncodingChunkMaxLength(getTransferEncodingChunkMaxLength());
      return configure(connection, connector, endPoint);
    }
  }
}
