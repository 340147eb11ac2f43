package timonier.apiserver.http;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.util.Callback;

/// Sends lines as the body of an answer that goes on. An edge class.
final class HttpLines implements LineStream.Client {

  /// Of later versions a client says itself that it wants no more.
  private static final int HTTP_1 = HttpVersion.HTTP_1_1.getVersion();

  private final AsyncContext context;
  private final ServletContextRequest request;

  private HttpLines(AsyncContext context, ServletContextRequest request) {
    this.context = context;
    this.request = request;
  }

  /// Lets a stream answer a request from now on; status and headers of the answer are set already.
  public static void answer(HttpServletRequest servlet, LineStream stream) {
    var context = servlet.startAsync();
    context.setTimeout(0);
    context.addListener(new Ending(stream));
    var request = ServletContextRequest.getServletContextRequest(servlet);
    var lines = new HttpLines(context, request);
    if (request.getConnectionMetaData().getHttpVersion().getVersion() > HTTP_1) {
      stream.open(lines);
    } else {
      alone(request);
      stream.open(lines);
      lines.listen(stream);
    }
  }

  /// Gives the connection to this answer: nothing is read from it any more, so that its end can be
  /// told from silence.
  private static void alone(ServletContextRequest request) {
    var headers = request.getServletContextResponse().getHeaders();
    headers.put(HttpHeader.CONNECTION, "close");
    if (request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_1) {
      headers.put(HttpHeader.TRANSFER_ENCODING, "chunked");
    }
  }

  private void listen(LineStream stream) {
    var endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
    new Departure(
            endPoint,
            () -> {
              cut();
              stream.close();
            })
        .listen();
  }

  @Override
  public void send(List<byte[]> lines, Callback taken) {
    request.getServletContextResponse().write(false, joined(lines), taken);
  }

  private static ByteBuffer joined(List<byte[]> lines) {
    if (lines.size() == 1) {
      return ByteBuffer.wrap(lines.getFirst());
    }
    var all = ByteBuffer.allocate(lines.stream().mapToInt(line -> line.length).sum());
    lines.forEach(all::put);
    return all.flip();
  }

  @Override
  public void end() {
    try {
      context.complete();
    } catch (IllegalStateException _) {
      // the client left at the same moment, which ended it
    }
  }

  @Override
  public void cut() {
    request.getServletChannel().abort(new IOException("the client is gone, or reads nothing"));
  }

  /// Closes the stream once the client is gone.
  private record Ending(LineStream stream) implements AsyncListener {
    @Override
    public void onComplete(AsyncEvent event) {
      stream.close();
    }

    @Override
    public void onError(AsyncEvent event) {
      stream.close();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
      stream.close();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
      // it begins only once
    }
  }
}
