package timonier.apiserver.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.websocket.WsCloseContext;
import io.javalin.websocket.WsConnectContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLDecoder;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.WindowRateControl;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import timonier.apiserver.extensions.Authenticator;
import timonier.apiserver.requests.ApiRequest;
import timonier.apiserver.requests.ApiResponse;
import timonier.apiserver.requests.Transport;
import timonier.apiserver.requests.User;
import timonier.apiserver.streams.Upgrade;
import timonier.kit.loop.EventLoop;
import timonier.pods.objects.ApiException;
import timonier.pods.objects.Status;

/// The way to the API server over the network: HTTP/1.1 and HTTP/2 over TLS.
///
/// Watches stream as chunked JSON, one event a line, or over a WebSocket, one event a message. An
/// edge class: it has threads and sockets, and nothing to decide.
public final class HttpServer implements AutoCloseable {

  /// The largest body (Kubernetes: 3 MiB).
  private static final int BODY_LIMIT = 3 << 20;

  /// Answers up to this size are sent together with their head.
  private static final int OUTPUT_BUFFER = 2048;

  /// How many requests one HTTP/2 connection may have open. Each watch holds one, and a client has
  /// only one connection, so Jetty's 128 would make clients with many watches fail.
  private static final int MOST_STREAMS = 10_000;

  private static final String WATCH = "timonier.watch";
  private static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";

  private final EventLoop loop;
  private final Duration limit;
  private final RequestBodies bodies;
  private final Transport transport;
  private final Authenticator authenticator;
  private final Javalin javalin;

  /// Opens the server, with the usual limit.
  public HttpServer(
      EventLoop loop,
      Transport transport,
      Authenticator authenticator,
      String host,
      int port,
      SSLContext tls) {
    this(loop, Deadline.USUAL, transport, authenticator, host, port, tls);
  }

  /// Opens the server.
  ///
  /// @param loop on which clients talk to pods
  /// @param limit how long clients may take for a handshake, the head of a request, and its body
  /// @param host the address to listen on
  /// @param port the port; 0 for any
  /// @param tls the server's identity and whom it trusts
  HttpServer(
      EventLoop loop,
      Duration limit,
      Transport transport,
      Authenticator authenticator,
      String host,
      int port,
      SSLContext tls) {
    this.loop = loop;
    this.limit = limit;
    this.bodies = new RequestBodies(loop, limit, BODY_LIMIT);
    this.transport = transport;
    this.authenticator = authenticator;
    this.javalin = Javalin.create(config -> configure(config, host, port, tls));
    javalin.start();
  }

  /// The port it listens on.
  public int port() {
    return javalin.port();
  }

  @Override
  public void close() {
    javalin.stop();
  }

  private void configure(JavalinConfig config, String host, int port, SSLContext tls) {
    config.startup.showJavalinBanner = false;
    config.startup.startupWatcherEnabled = false;
    config.concurrency.useVirtualThreads = true;
    config.http.compressionStrategy = CompressionStrategy.NONE;
    config.http.maxRequestSize = BODY_LIMIT + 1L;
    config.jetty.modifyHttpConfiguration(http -> {
      http.setOutputBufferSize(OUTPUT_BUFFER);
      http.setSendServerVersion(false);
    });
    config.jetty.modifyServletContextHandler(this::addFilters);
    config.jetty.addConnector((server, http) -> connector(server, http, host, port, tls));
    for (var method :
        List.of(
            HandlerType.GET,
            HandlerType.POST,
            HandlerType.PUT,
            HandlerType.PATCH,
            HandlerType.DELETE,
            HandlerType.HEAD)) {
      config.routes.addHttpHandler(method, "/*", this::serve);
    }
    new Failures(status -> ApiResponse.of(status).body()).answer(config);
    config.routes.wsBeforeUpgrade(
        "/*",
        context -> {
          Origins.requireOwn(context.req());
          context.attribute(WATCH, OpenWatch.begin(loop, transport, request(context)));
        });
    config.routes.ws(
        "/*",
        socket -> {
          socket.onConnect(HttpServer::send);
          socket.onClose(HttpServer::cancel);
        });
  }

  /// Handles before Javalin what is long: watches, talks with programs, and what is passed on.
  private void addFilters(ServletContextHandler handler) {
    var upgrades = new FilterHolder(new UpgradeFilter(loop, this::upgrade));
    handler.addFilter(upgrades, "/api/*", EnumSet.of(DispatcherType.REQUEST));
    var proxied = new FilterHolder(new ProxyFilter(loop, this::pass));
    proxied.setAsyncSupported(true);
    handler.addFilter(proxied, "/api/*", EnumSet.of(DispatcherType.REQUEST));
    var watches = new FilterHolder((EarlyFilter) this::watch);
    watches.setAsyncSupported(true);
    handler.addFilter(watches, "/*", EnumSet.of(DispatcherType.REQUEST));
  }

  private Connector connector(
      Server server, HttpConfiguration http, String host, int port, SSLContext tls) {
    var secure = new HttpConfiguration(http);
    secure.addCustomizer(new SecureRequestCustomizer(false));
    secure.setUseInputDirectByteBuffers(false);
    var factory = new SslContextFactory.Server();
    factory.setSslContext(tls);
    factory.setWantClientAuth(true);
    var alpn = new ALPNServerConnectionFactory();
    alpn.setDefaultProtocol("http/1.1");
    var http2 = new HTTP2ServerConnectionFactory(secure);
    http2.setMaxConcurrentStreams(MOST_STREAMS);
    // A client may end all its watches at once, which Jetty's limit of 128 frames a second would
    // take for an attack and cut its connection.
    http2.setRateControlFactory(new WindowRateControl.Factory(MOST_STREAMS));
    var connector =
        new ServerConnector(
            server,
            null,
            null,
            new OwnInput(server.getByteBufferPool()),
            1,
            1,
            new TlsBlocks(factory, alpn.getProtocol(), loop, limit),
            alpn,
            http2,
            new Http1Connection.Factory(secure, loop, limit));
    connector.setHost(host);
    connector.setPort(port);
    connector.setIdleTimeout(3_600_000);
    return connector;
  }

  private User user(HttpServletRequest request) {
    var chain = (X509Certificate[]) request.getAttribute(CERTIFICATES);
    var certificate = chain == null ? Optional.<X509Certificate>empty() : Optional.of(chain[0]);
    var token =
        Optional.ofNullable(request.getHeader("Authorization"))
            .filter(header -> header.startsWith("Bearer "))
            .map(header -> header.substring("Bearer ".length()).strip());
    var credentials = new Authenticator.Credentials(certificate, token);
    var user = authenticator.authenticate(credentials);
    if (user.isEmpty() && token.isPresent()) {
      throw new ApiException(Status.failure(401, "Unauthorized", "Unauthorized"));
    }
    return user.orElseGet(User::anonymous);
  }

  private void serve(Context context) throws IOException {
    ApiRequest request;
    try {
      request = request(context);
    } catch (ApiException refusal) {
      write(context.req(), context.res(), ApiResponse.of(refusal.status()));
      return;
    }
    var response = transport.call(request);
    if (Gzip.isWanted(request.header("accept-encoding"), response.content().length())) {
      writeHead(context.res(), response);
      try (var out = Gzip.output(context.res())) {
        response.content().writeTo(out);
      }
    } else {
      write(context.req(), context.res(), response);
    }
  }

  private ApiRequest request(Context context) throws IOException {
    var request = bare(context.req(), context.queryParamMap());
    request.headers().remove("upgrade");
    return new ApiRequest(
        request.method(),
        request.path(),
        request.query(),
        request.headers(),
        bodies.read(context.req()),
        request.user());
  }

  private ApiRequest bare(HttpServletRequest request) {
    var query = new LinkedHashMap<String, List<String>>();
    request.getParameterMap().forEach((name, values) -> query.put(name, List.of(values)));
    return bare(request, query);
  }

  /// A request without its body.
  private ApiRequest bare(HttpServletRequest request, Map<String, List<String>> query) {
    var headers = new LinkedHashMap<String, String>();
    for (var header : Collections.list(request.getHeaderNames())) {
      var name = header.toLowerCase(Locale.ROOT);
      // HTTP/2 may cut them, and they have a separator of their own (RFC 9113, section 8.2.3)
      var separator = name.equals("cookie") ? "; " : ",";
      headers.put(name, String.join(separator, Collections.list(request.getHeaders(header))));
    }
    return new ApiRequest(
        request.getMethod(),
        decoded(request.getRequestURI()),
        query,
        headers,
        new byte[0],
        user(request));
  }

  private static String decoded(String path) {
    try {
      return URLDecoder.decode(path.replace("+", "%2B"), UTF_8);
    } catch (IllegalArgumentException _) {
      throw ApiException.badRequest("the path cannot be read: " + path);
    }
  }

  /// Answers a client whose request is passed on.
  private void pass(HttpServletRequest request, HttpServletResponse servlet, ProxyClient client)
      throws IOException {
    ApiResponse response;
    try {
      response = transport.call(bare(request, Map.of()).from(client));
    } catch (ApiException refusal) {
      response = ApiResponse.of(refusal.status());
    }
    if (response.content().length() < 0) {
      client.frame(response.code());
    }
    write(request, servlet, response);
  }

  /// Answers a client that wants to talk to a program.
  private Optional<Upgrade> upgrade(HttpServletRequest request, HttpServletResponse servlet)
      throws IOException {
    ApiResponse response;
    try {
      Origins.requireOwn(request);
      response = transport.call(bare(request));
    } catch (ApiException refusal) {
      response = ApiResponse.of(refusal.status());
    }
    if (response.upgrade().isEmpty()) {
      write(request, servlet, response);
    }
    return response.upgrade();
  }

  private static void writeHead(HttpServletResponse servlet, ApiResponse response) {
    servlet.setStatus(response.code());
    response
        .headers()
        .forEach((name, values) -> {
          var all = List.of(values.split("\n", -1));
          servlet.setHeader(name, all.getFirst());
          all.subList(1, all.size()).forEach(more -> servlet.addHeader(name, more));
        });
  }

  private static void write(
      HttpServletRequest request, HttpServletResponse servlet, ApiResponse response)
      throws IOException {
    writeHead(servlet, response);
    var body = response.content();
    if (body.length() >= 0) {
      servlet.setContentLengthLong(body.length());
      body.writeTo(
          body.length() > OUTPUT_BUFFER ? new HttpBlocks(request) : servlet.getOutputStream());
      return;
    }
    if (isHead(request)) {
      return; // a body without a known end, as that of a log that is followed, is not asked for
    }
    try {
      body.writeTo(new HttpBlocks(request));
    } catch (ApiException refusal) {
      if (!servlet.isCommitted()) {
        write(request, servlet, ApiResponse.of(refusal.status()));
      }
    }
  }

  private static boolean isHead(HttpServletRequest request) {
    return request.getMethod().equals("HEAD");
  }

  /// Avoids reading most requests twice.
  private static boolean mayBeWatch(HttpServletRequest request) {
    var query = request.getQueryString();
    var isAsked = query != null && query.contains("watch");
    return (isAsked || request.getRequestURI().contains("/watch/"))
        && (request.getMethod().equals("GET") || isHead(request))
        && !"websocket".equalsIgnoreCase(request.getHeader("Upgrade"));
  }

  /// Begins a watch, which needs no thread from then on. A client that wants only the head of the
  /// answer gets it, and no event.
  private boolean watch(HttpServletRequest servlet, HttpServletResponse to) throws IOException {
    if (!mayBeWatch(servlet)) {
      return false;
    }
    try {
      var request = bare(servlet);
      if (!request.flag("watch") && !request.isLegacyWatch()) {
        return false;
      }
      var lines = OpenWatch.begin(loop, transport, request);
      to.setHeader("content-type", "application/json");
      if (isHead(servlet)) {
        lines.close();
      } else {
        HttpLines.answer(servlet, lines);
      }
    } catch (ApiException refusal) {
      write(servlet, to, ApiResponse.of(refusal.status()));
    }
    return true;
  }

  /// Sends events, one a message, until the watch ends or the client is gone.
  private static void send(WsConnectContext socket) {
    var watch = socket.<LineStream>attribute(WATCH);
    if (watch == null) {
      socket.closeSession();
    } else {
      watch.open(new WebSocketLines(socket.session));
    }
  }

  private static void cancel(WsCloseContext socket) {
    var watch = socket.<LineStream>attribute(WATCH);
    if (watch != null) {
      watch.close();
    }
  }
}
