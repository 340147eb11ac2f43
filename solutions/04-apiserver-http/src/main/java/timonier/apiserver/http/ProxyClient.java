package timonier.apiserver.http;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Objects;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpVersion;
import timonier.apiserver.requests.ApiRequest.Incoming;
import timonier.kit.loop.BlockInput;

/// A client whose request is passed on while it comes in. An edge class.
///
/// Over HTTP/1.1 nothing but reading tells that a client is gone, so once its request has come in,
/// its connection is read for that, and serves no other request.
final class ProxyClient implements Incoming, AsyncListener {

  private static final int HTTP_1 = HttpVersion.HTTP_1_1.getVersion();

  private final HttpServletRequest servlet;
  private final ServletContextRequest request;
  private final AsyncContext context;
  private final boolean isAlone;
  private InputStream body = InputStream.nullInputStream();
  private long length;
  private Runnable action = () -> {};
  private boolean gone;

  private ProxyClient(HttpServletRequest servlet, AsyncContext context) {
    this.servlet = servlet;
    this.context = context;
    this.request = ServletContextRequest.getServletContextRequest(servlet);
    this.isAlone = request.getConnectionMetaData().getHttpVersion().getVersion() <= HTTP_1;
  }

  /// The client of a request that is answered by another thread from now on.
  public static ProxyClient of(HttpServletRequest servlet) {
    var context = servlet.startAsync();
    context.setTimeout(0);
    var client = new ProxyClient(servlet, context);
    context.addListener(client);
    return client;
  }

  /// Finds out whether there is a body, which may mean to wait for the client.
  ///
  /// @throws IOException if the client is gone
  public void begin() throws IOException {
    length = servlet.getContentLengthLong();
    if (isAlone
        && length < 0
        && servlet.getHeader(HttpHeader.TRANSFER_ENCODING.asString()) == null) {
      length = 0;
    }
    var whole = new PushbackInputStream(servlet.getInputStream());
    if (length < 0) {
      var first = whole.read();
      if (first < 0) {
        length = 0;
      } else {
        whole.unread(first);
      }
    }
    body = new Body(whole);
    if (isAlone) {
      headers().put(HttpHeader.CONNECTION, "close");
      if (length == 0) {
        listen();
      }
    }
  }

  /// Says how the body of the answer ends, where there is one whose length is not known: else its
  /// client could not tell its end from that of the connection.
  ///
  /// @param code the status code of the answer
  public void frame(int code) {
    var hasBody = !HttpStatus.hasNoBody(code) && !servlet.getMethod().equals("HEAD");
    if (hasBody && request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_1) {
      headers().put(HttpHeader.TRANSFER_ENCODING, "chunked");
    }
  }

  private HttpFields.Mutable headers() {
    return request.getServletContextResponse().getHeaders();
  }

  private void listen() {
    var endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
    new Departure(endPoint, this::cut).listen();
  }

  /// Ends the answer, which is whole.
  public void end() {
    try {
      context.complete();
    } catch (IllegalStateException _) {
      // the client left at the same moment, which ended it
    }
  }

  @Override
  public String query() {
    return Objects.requireNonNullElse(servlet.getQueryString(), "");
  }

  @Override
  public String address() {
    return servlet.getRemoteAddr();
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public InputStream body() {
    return body;
  }

  @Override
  public void onGone(Runnable action) {
    synchronized (this) {
      if (!gone) {
        this.action = action;
        return;
      }
    }
    action.run();
  }

  @Override
  public void cut() {
    request.getServletChannel().abort(new IOException("the client is gone, or is not wanted"));
    leave();
  }

  private void leave() {
    Runnable last;
    synchronized (this) {
      gone = true;
      last = action;
      action = () -> {};
    }
    last.run();
  }

  @Override
  public void onComplete(AsyncEvent event) {
    leave();
  }

  @Override
  public void onError(AsyncEvent event) {
    leave();
  }

  @Override
  public void onTimeout(AsyncEvent event) {
    leave();
  }

  @Override
  public void onStartAsync(AsyncEvent event) {
    // it begins only once
  }

  /// The body of the request; its end lets the connection be read for that of the client.
  private final class Body extends BlockInput {
    private final InputStream in;
    private boolean ended;

    Body(InputStream in) {
      this.in = in;
    }

    @Override
    public int read(byte[] bytes, int offset, int count) throws IOException {
      if (length == 0 || ended) {
        return -1;
      }
      var n = in.read(bytes, offset, count);
      if (n < 0) {
        ended = true;
        if (isAlone) {
          listen();
        }
      }
      return n;
    }
  }
}
