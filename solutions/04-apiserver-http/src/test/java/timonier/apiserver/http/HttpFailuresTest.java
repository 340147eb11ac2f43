package timonier.apiserver.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
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
import timonier.pods.objects.JsonFormat;

/// What goes wrong on the way to the API server, and what the client learns of it.
@Tag("real")
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpFailuresTest {

  private final CountDownLatch watchEnded = new CountDownLatch(1);
  private final LiveLoops loops = new LiveLoops((_, _) -> {});
  private final CertificateAuthority authority = CertificateAuthority.create("test", Instant.now());
  private final HttpServer server =
      new HttpServer(
          loops.loop("streams"),
          new Broken(),
          _ -> Optional.empty(),
          "127.0.0.1",
          0,
          tls(Optional.of(authority.server("apiserver", List.of("127.0.0.1"), Instant.now()))));

  private SSLContext tls(Optional<timonier.kit.certificates.Identity> identity) {
    return Tls.context(identity, authority.identity().certificate());
  }

  /// A server with a bug, whose watches tell nothing.
  private final class Broken implements Transport {
    @Override
    public ApiResponse call(ApiRequest request) {
      if (request.path().equals("/deep")) {
        throw new StackOverflowError("too deep");
      }
      throw new IllegalStateException("a bug");
    }

    @Override
    public Cancellable watch(ApiRequest request, WatchObserver observer) {
      return watchEnded::countDown;
    }
  }

  @AfterAll
  void close() {
    server.close();
    loops.close();
  }

  private Socket connect() throws Exception {
    return tls(Optional.empty()).getSocketFactory().createSocket("127.0.0.1", server.port());
  }

  private static BufferedReader say(Socket socket, String bytes) throws Exception {
    socket.getOutputStream().write(bytes.getBytes(ISO_8859_1));
    socket.getOutputStream().flush();
    return new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
  }

  /// What a request of some lines is answered: `CODE REASON: MESSAGE`.
  private String told(String... lines) throws Exception {
    try (var socket = connect()) {
      var answer = say(socket, String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n");
      var text = String.join("\n", answer.lines().toList());
      var status = JsonFormat.parse(text.substring(text.indexOf('{')).getBytes(UTF_8));
      assertThat(status.path("kind").asText()).isEqualTo("Status");
      assertThat(status.path("status").asText()).isEqualTo("Failure");
      assertThat(text).startsWith("HTTP/1.1 " + status.path("code").asText());
      return "%d %s: %s"
          .formatted(
              status.path("code").asInt(),
              status.path("reason").asText(),
              status.path("message").asText());
    }
  }

  @Test
  void a_bug_is_reported_as_an_internal_error() throws Exception {
    assertThat(told("GET /version HTTP/1.1", "Host: a"))
        .isEqualTo(
            "500 InternalError: Internal error occurred: java.lang.IllegalStateException: a bug");
    assertThat(told("GET /deep HTTP/1.1", "Host: a"))
        .isEqualTo(
            "500 InternalError: Internal error occurred: java.lang.StackOverflowError: too deep");
  }

  @Test
  void what_is_no_HTTP_is_refused() throws Exception {
    assertThat(told("GET /version HTTP/1.1", "Host: a", "A B: c")).startsWith("400 BadRequest");
    assertThat(told("GET /version HTTP/9.9", "Host: a")).startsWith("505 HTTPVersionNotSupported");
    assertThat(told("GET /" + "a".repeat(20_000) + " HTTP/1.1", "Host: a"))
        .startsWith("414 URITooLong");
  }

  @Test
  void a_method_that_nobody_knows_is_not_allowed() throws Exception {
    assertThat(told("BREW /version HTTP/1.1", "Host: a")).startsWith("405 MethodNotAllowed");
  }

  @Test
  void a_path_that_cannot_be_read_is_refused() throws Exception {
    assertThat(told("GET /api/%u0041 HTTP/1.1", "Host: a")).startsWith("400 BadRequest");
  }

  @Test
  void a_watch_ends_with_its_client_though_there_is_nothing_to_tell() throws Exception {
    try (var socket = connect()) {
      var answer = say(socket, "GET /api/v1/pods?watch=1 HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(answer.readLine()).isEqualTo("HTTP/1.1 200 OK");
      assertThat(watchEnded.getCount()).isEqualTo(1);
    }

    assertThat(watchEnded.await(30, TimeUnit.SECONDS)).isTrue();
  }
}
