package timonier.apiserver.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import timonier.apiserver.requests.ApiRequest;
import timonier.apiserver.requests.ApiResponse;
import timonier.apiserver.requests.Transport;
import timonier.kit.certificates.CertificateAuthority;
import timonier.kit.certificates.Tls;
import timonier.kit.loop.EventLoop.Cancellable;
import timonier.kit.loop.LiveLoops;

/// What goes on for long reaches a client of HTTP/1.1 in whole chunks: one that reads a chunk to
/// its end before it looks at it waits for nothing.
@Tag("real")
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpChunksTest {

  /// How large a chunk may be that Jetty sends in one piece.
  private static final int LARGE = 5 << 20;

  private final CompletableFuture<Transport.WatchObserver> watcher = new CompletableFuture<>();
  private final Semaphore more = new Semaphore(0);
  private final LiveLoops loops = new LiveLoops((_, _) -> {});
  private final CertificateAuthority authority = CertificateAuthority.create("test", Instant.now());
  private final HttpServer server =
      new HttpServer(
          loops.loop("streams"),
          new Going(),
          _ -> Optional.empty(),
          "127.0.0.1",
          0,
          Tls.context(
              Optional.of(authority.server("apiserver", List.of("127.0.0.1"), Instant.now())),
              authority.identity().certificate()));

  /// A server whose answers go on when the test lets them.
  private final class Going implements Transport {
    @Override
    public ApiResponse call(ApiRequest request) {
      return ApiResponse.of(
          "text/plain",
          out -> {
            for (var piece : List.of("first\n", "second\n", "x".repeat(LARGE))) {
              more.acquireUninterruptibly();
              out.write(piece.getBytes(UTF_8));
              out.flush();
            }
          });
    }

    @Override
    public Cancellable watch(ApiRequest request, WatchObserver observer) {
      watcher.complete(observer);
      return () -> {};
    }
  }

  @AfterAll
  void close() {
    server.close();
    loops.close();
  }

  private Socket get(String path) throws Exception {
    var socket =
        Tls.context(Optional.empty(), authority.identity().certificate())
            .getSocketFactory()
            .createSocket("127.0.0.1", server.port());
    // less than the test may take, so that it says what was missing
    socket.setSoTimeout(20_000);
    ask(socket, "GET", path);
    return socket;
  }

  /// Sends a request, and reads the head of its answer.
  private static void ask(Socket socket, String method, String path) throws IOException {
    var request = "%s %s HTTP/1.1\r\nHost: a\r\n\r\n".formatted(method, path);
    socket.getOutputStream().write(request.getBytes(ISO_8859_1));
    assertThat(line(socket.getInputStream())).isEqualTo("HTTP/1.1 200 OK");
    var head = Map.of("transfer-encoding", "chunked");
    for (var line = line(socket.getInputStream()); !line.isEmpty(); ) {
      var words = line.toLowerCase(java.util.Locale.ROOT).split(": ", 2);
      assertThat(words[1]).isEqualTo(head.getOrDefault(words[0], words[1]));
      line = line(socket.getInputStream());
    }
  }

  private static String line(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (var c = in.read(); c != '\n'; c = in.read()) {
      assertThat(c).as("the end came after: %s", line).isNotNegative();
      line.append((char) c);
    }
    assertThat(line).endsWith("\r");
    return line.substring(0, line.length() - 1);
  }

  /// Reads a chunk with its end, as urllib3 does.
  private static String chunk(Socket socket) throws IOException {
    var in = socket.getInputStream();
    var bytes = in.readNBytes(Integer.parseInt(line(in), 16));
    assertThat(line(in)).isEmpty();
    return new String(bytes, UTF_8);
  }

  @Test
  void the_end_of_an_event_comes_with_the_event() throws Exception {
    try (var socket = get("/api/v1/pods?watch=1")) {
      for (var name : List.of("a", "b", "c")) {
        var object = "{\"metadata\":{\"name\":\"%s\"}}".formatted(name);
        watcher.get().event("ADDED", object.getBytes(UTF_8));
        assertThat(chunk(socket))
            .isEqualTo("{\"type\":\"ADDED\",\"object\":%s}\n".formatted(object));
      }
      watcher.get().closed();
      assertThat(chunk(socket)).isEmpty();
    }
  }

  @Test
  void the_end_of_a_piece_of_a_log_comes_with_the_piece() throws Exception {
    more.release();
    try (var socket = get("/api/v1/namespaces/default/pods/p/log?follow=true")) {
      assertThat(chunk(socket)).isEqualTo("first\n");
      more.release();
      assertThat(chunk(socket)).isEqualTo("second\n");
      more.release();
      var large = 0;
      for (var chunk = chunk(socket); !chunk.isEmpty(); chunk = chunk(socket)) {
        large += chunk.length();
      }
      assertThat(large).isEqualTo(LARGE);
    }
  }

  @Test
  void who_wants_the_head_of_a_log_alone_does_not_wait_for_its_end() throws Exception {
    var log = "/api/v1/namespaces/default/pods/p/log?follow=true";
    more.release();
    try (var socket = get(log)) {
      assertThat(chunk(socket)).isEqualTo("first\n");
      more.release(2);
      while (!chunk(socket).isEmpty()) {
        // what follows on this connection comes after it
      }
      ask(socket, "HEAD", log);
      ask(socket, "HEAD", log);
    }
  }
}
