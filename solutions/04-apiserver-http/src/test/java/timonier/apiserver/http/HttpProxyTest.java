package timonier.apiserver.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import timonier.apiserver.requests.ApiRequest;
import timonier.apiserver.requests.ApiRequest.Incoming;
import timonier.apiserver.requests.ApiResponse;
import timonier.apiserver.requests.Transport;
import timonier.apiserver.streams.Upgrade;
import timonier.kit.certificates.CertificateAuthority;
import timonier.kit.certificates.Tls;
import timonier.kit.loop.EventLoop.Cancellable;
import timonier.kit.loop.LiveLoops;
import timonier.kubelet.streams.WebSocket;

/// What is passed on goes through the server as it comes, over HTTP/1.1 and HTTP/2.
@Tag("real")
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpProxyTest {

  private static final String DATE = "Mon, 30 Nov 2026 22:42:21 GMT";

  /// More than the server reads of any other body.
  private static final int LARGE = 5 << 20;

  private final LiveLoops loops = new LiveLoops((_, _) -> {});
  private final CertificateAuthority authority = CertificateAuthority.create("test", Instant.now());
  private final Programs programs = new Programs();
  private final HttpServer server =
      new HttpServer(
          loops.loop("streams"),
          programs,
          _ -> Optional.empty(),
          "127.0.0.1",
          0,
          Tls.context(
              Optional.of(authority.server("apiserver", List.of("127.0.0.1"), Instant.now())),
              authority.identity().certificate()));

  /// What answers, by the last word of the path.
  private static final class Programs implements Transport {
    private volatile CompletableFuture<Boolean> arrived = new CompletableFuture<>();
    private volatile CompletableFuture<Boolean> left = new CompletableFuture<>();
    private volatile CompletableFuture<Boolean> heard = new CompletableFuture<>();

    void renew() {
      arrived = new CompletableFuture<>();
      left = new CompletableFuture<>();
      heard = new CompletableFuture<>();
    }

    @Override
    public ApiResponse call(ApiRequest request) {
      if (!request.header("upgrade").isEmpty()) {
        return ApiResponse.of(upgrade(request.header("sec-websocket-key")));
      }
      var client = request.incoming().orElseThrow();
      return switch (request.path().substring(request.path().lastIndexOf('/') + 1)) {
        case "echo" ->
            ApiResponse.of("text/plain", out -> client.body().transferTo(out))
                .with("Set-Cookie", "a=1\nb=2")
                .with("Date", DATE);
        case "query" ->
            ApiResponse.of(200, "text/plain", (client.query() + client.length()).getBytes(UTF_8));
        case "slow" -> ApiResponse.of("text/plain", this::slow);
        case "broken" -> ApiResponse.of("text/plain", HttpProxyTest::broken);
        case "silent" -> silent(client);
        case "refused" -> ApiResponse.of(413, "text/plain", "no".getBytes(UTF_8));
        default -> throw new AssertionError(request.path());
      };
    }

    /// Says each message again.
    private static Upgrade upgrade(String key) {
      var headers =
          Map.of(
              "Connection", "Upgrade",
              "Upgrade", "websocket",
              "Sec-WebSocket-Accept", WebSocket.accept(key));
      return new Upgrade(
          headers,
          client -> {
            var socket = new WebSocket(client.in(), client.out());
            for (var next = socket.receive(); next.isPresent(); next = socket.receive()) {
              socket.text(next.get());
            }
          },
          () -> {});
    }

    private void slow(OutputStream out) throws IOException {
      out.write('1');
      out.flush();
      heard.join();
      out.write('2');
    }

    private ApiResponse silent(Incoming client) {
      client.onGone(() -> left.complete(true));
      arrived.complete(true);
      left.join();
      return ApiResponse.of(200, "text/plain", new byte[0]);
    }

    @Override
    public Cancellable watch(ApiRequest request, WatchObserver observer) {
      throw new AssertionError("not a watch");
    }
  }

  private static void broken(OutputStream out) throws IOException {
    out.write("half".getBytes(UTF_8));
    out.flush();
    throw new IOException("the program is gone");
  }

  @AfterAll
  void close() {
    server.close();
    loops.close();
  }

  private HttpClient client(HttpClient.Version version) {
    return HttpClient.newBuilder()
        .version(version)
        .sslContext(Tls.context(Optional.empty(), authority.identity().certificate()))
        .build();
  }

  private HttpRequest.Builder request(String program) {
    return HttpRequest.newBuilder(
        URI.create(
            "https://127.0.0.1:%d/api/v1/namespaces/default/pods/web:80/proxy/%s"
                .formatted(server.port(), program)));
  }

  private static byte[] large() {
    var bytes = new byte[LARGE];
    Arrays.fill(bytes, (byte) 'x');
    return bytes;
  }

  @ParameterizedTest
  @EnumSource(HttpClient.Version.class)
  void a_large_body_goes_through_in_both_directions(HttpClient.Version version) throws Exception {
    try (var client = client(version)) {
      var counted = client.send(post("echo", BodyPublishers.ofByteArray(large())), bytes());
      var chunked =
          client.send(
              post("echo", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large()))),
              bytes());

      assertThat(counted.body()).isEqualTo(large());
      assertThat(chunked.body()).isEqualTo(large());
      assertThat(counted.version()).isEqualTo(version);
      assertThat(counted.headers().allValues("Set-Cookie")).containsExactly("a=1", "b=2");
      assertThat(counted.headers().allValues("Date")).containsExactly(DATE);
    }
  }

  private HttpRequest post(String program, HttpRequest.BodyPublisher body) {
    return request(program).POST(body).build();
  }

  private static HttpResponse.BodyHandler<byte[]> bytes() {
    return BodyHandlers.ofByteArray();
  }

  @ParameterizedTest
  @EnumSource(HttpClient.Version.class)
  void the_query_is_passed_on_as_it_is_and_a_form_is_not_part_of_it(HttpClient.Version version)
      throws Exception {
    try (var client = client(version)) {
      var form =
          request("query?a&b=%20&watch=1")
              .header("Content-Type", "application/x-www-form-urlencoded")
              .POST(BodyPublishers.ofString("c=d"))
              .build();

      assertThat(client.send(form, BodyHandlers.ofString()).body()).isEqualTo("a&b=%20&watch=13");
      assertThat(client.send(request("query?watch").GET().build(), BodyHandlers.ofString()).body())
          .isEqualTo("watch0");
    }
  }

  @ParameterizedTest
  @EnumSource(HttpClient.Version.class)
  void each_piece_of_an_answer_arrives_at_once(HttpClient.Version version) throws Exception {
    programs.renew();
    try (var client = client(version)) {
      var answer = client.send(request("slow").GET().build(), BodyHandlers.ofInputStream());
      try (InputStream body = answer.body()) {
        assertThat(body.read()).isEqualTo('1');
        programs.heard.complete(true);
        assertThat(body.readAllBytes()).containsExactly('2');
      }
    }
  }

  @ParameterizedTest
  @EnumSource(HttpClient.Version.class)
  void an_answer_that_breaks_off_does_not_look_whole(HttpClient.Version version) {
    try (var client = client(version)) {
      assertThatThrownBy(() -> client.send(request("broken").GET().build(), bytes()))
          .isInstanceOf(IOException.class);
    }
  }

  @ParameterizedTest
  @EnumSource(HttpClient.Version.class)
  void a_client_that_leaves_is_noticed_while_the_program_says_nothing(HttpClient.Version version)
      throws Exception {
    programs.renew();
    try (var client = client(version)) {
      var answer = client.sendAsync(request("silent").GET().build(), bytes());
      programs.arrived.get(60, TimeUnit.SECONDS);

      answer.cancel(true);

      assertThat(programs.left.get(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(HttpClient.Version.class)
  void a_refusal_may_come_before_the_body(HttpClient.Version version)
      throws InterruptedException, ExecutionException {
    try (var client = client(version)) {
      var answer =
          client.sendAsync(post("refused", BodyPublishers.ofString("body")), bytes()).get();
      assertThat(answer.statusCode()).isEqualTo(413);
      assertThat(answer.body()).containsExactly('n', 'o');
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"pods/web:80/proxy/socket", "services/web/proxy", "pods/web/log"})
  void programs_and_logs_are_talked_to_by_WebSocket(String path) throws Exception {
    var heard = new CompletableFuture<String>();
    var listener =
        new java.net.http.WebSocket.Listener() {
          @Override
          public CompletionStage<?> onText(
              java.net.http.WebSocket socket, CharSequence text, boolean last) {
            heard.complete(text.toString());
            return CompletableFuture.completedStage(null);
          }
        };
    var uri = "wss://127.0.0.1:%d/api/v1/namespaces/default/%s".formatted(server.port(), path);
    try (var client = client(HttpClient.Version.HTTP_1_1)) {
      var socket =
          client
              .newWebSocketBuilder()
              .buildAsync(URI.create(uri), listener)
              .get(60, TimeUnit.SECONDS);
      socket.sendText("hello", true).get(60, TimeUnit.SECONDS);
      assertThat(heard.get(60, TimeUnit.SECONDS)).isEqualTo("hello");
      socket.abort();
    }
  }
}
