package timonier.apiserver.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import timonier.apiserver.kinds.ApiServerPart;
import timonier.apiserver.requests.User;
import timonier.pods.PodsPart;

@Tag("real")
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpServerTest {

  private static final String CONFIG_MAPS = "/api/v1/namespaces/default/configmaps";

  private final LiveServer server = new LiveServer(List.of(PodsPart.part(), ApiServerPart.part()));

  @BeforeAll
  void start() throws Exception {
    assertThat(server.send(server.request("/readyz")).body()).isEqualTo("ok");
  }

  @AfterAll
  void close() {
    server.close();
  }

  @Test
  void requests_and_answers_pass_over_HTTP_2() throws Exception {
    var created = server.post(CONFIG_MAPS, "{'metadata':{'name':'first'}}");

    assertThat(created.version()).isEqualTo(HttpClient.Version.HTTP_2);
    assertThat(created.statusCode()).isEqualTo(201);
    assertThat(created.headers().firstValue("content-type")).contains("application/json");
    var read =
        server.send(server.request(CONFIG_MAPS + "/first").version(HttpClient.Version.HTTP_1_1));
    assertThat(read.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
    assertThat(read.body()).isEqualTo(created.body());
  }

  @Test
  void a_wrong_token_is_unauthorized() throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(server.url("/api/v1/pods")))
            .header("Authorization", "Bearer wrong");

    var response = server.send(request);
    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(response.body()).contains("\"reason\":\"Unauthorized\"");
  }

  @Test
  void without_credentials_one_is_a_stranger() throws Exception {
    var response = server.send(HttpRequest.newBuilder(URI.create(server.url("/api/v1/pods"))));

    assertThat(response.statusCode()).isEqualTo(403);
    assertThat(response.body()).contains("system:anonymous");
  }

  @Test
  void a_certificate_says_who_one_is() throws Exception {
    try (var node = server.client(Optional.of(User.node("n1")))) {
      var nodes = HttpRequest.newBuilder(URI.create(server.url("/api/v1/nodes/n2")));
      var response = node.send(nodes.DELETE().build(), BodyHandlers.ofString());
      assertThat(response.statusCode()).isEqualTo(403);
      assertThat(response.body()).contains("system:node:n1");
    }
  }

  private HttpResponse<byte[]> bytes(String path, String encodings) throws Exception {
    var request = server.request(path).header("Accept-Encoding", encodings);
    return server.client.send(request.build(), BodyHandlers.ofByteArray());
  }

  @Test
  void large_answers_are_compressed_for_those_who_allow_it() throws Exception {
    var text = "x".repeat(Gzip.SMALLEST);
    server.post(CONFIG_MAPS, "{'metadata':{'name':'large'},'data':{'a':'%s'}}".formatted(text));
    var plain = bytes(CONFIG_MAPS + "/large", "identity");
    assertThat(plain.headers().firstValue("content-encoding")).isEmpty();
    assertThat(plain.body()).hasSizeGreaterThan(Gzip.SMALLEST);

    var small = bytes(CONFIG_MAPS + "/large", "deflate, gzip");
    assertThat(small.headers().firstValue("content-encoding")).contains("gzip");
    assertThat(small.headers().firstValue("vary")).contains("Accept-Encoding");
    assertThat(small.body()).hasSizeLessThan(Gzip.SMALLEST / 10);
    try (var in = new GZIPInputStream(new ByteArrayInputStream(small.body()))) {
      assertThat(in.readAllBytes()).isEqualTo(plain.body());
    }
    assertThat(bytes(CONFIG_MAPS + "/large", "gzip;q=0").body()).isEqualTo(plain.body());
    assertThat(bytes("/version", "gzip").headers().firstValue("content-encoding")).isEmpty();
  }

  @Test
  void a_body_of_more_than_three_mebibytes_is_too_large() throws Exception {
    var response =
        server.send(
            server
                .request(CONFIG_MAPS)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(new byte[(3 << 20) + 1])));

    assertThat(response.statusCode()).isEqualTo(413);
    assertThat(response.body()).contains("RequestEntityTooLarge");
  }

  private BufferedReader lines(HttpRequest.Builder request) throws Exception {
    HttpResponse<InputStream> response =
        server.client.send(request.build(), BodyHandlers.ofInputStream());
    assertThat(response.statusCode()).isEqualTo(200);
    return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
  }

  @Test
  void a_watch_is_a_line_an_event() throws Exception {
    for (var version : HttpClient.Version.values()) {
      var name = "watched-" + version.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
      var path = CONFIG_MAPS + "?watch=true&fieldSelector=metadata.name%3D" + name;
      try (var lines = lines(server.request(path).version(version))) {
        server.post(CONFIG_MAPS, "{'metadata':{'name':'%s'}}".formatted(name));
        server.send(server.request(CONFIG_MAPS + "/" + name).DELETE());
        assertThat(lines.readLine()).startsWith("{\"type\":\"ADDED\",\"object\":{");
        assertThat(lines.readLine()).startsWith("{\"type\":\"DELETED\",\"object\":{");
      }
    }
  }

  @Test
  void a_watch_may_be_asked_for_by_its_path() throws Exception {
    var path = CONFIG_MAPS.replace("/v1/", "/v1/watch/") + "/by-path";
    try (var lines = lines(server.request(path))) {
      server.post(CONFIG_MAPS, "{'metadata':{'name':'by-path'}}");
      assertThat(lines.readLine()).startsWith("{\"type\":\"ADDED\",\"object\":{");
    }
  }

  @Test
  void the_head_of_a_watch_says_what_the_watch_says() throws Exception {
    for (var version : HttpClient.Version.values()) {
      for (var path : List.of(CONFIG_MAPS + "?watch=true", CONFIG_MAPS.replace("v1", "v1/watch"))) {
        var head = server.send(server.request(path).version(version).HEAD());
        assertThat(head.statusCode()).as(path).isEqualTo(200);
        assertThat(head.headers().firstValue("content-type")).contains("application/json");
      }
      var future = CONFIG_MAPS + "?watch=true&resourceVersion=999999";
      assertThat(server.send(server.request(future).version(version).HEAD()).statusCode())
          .isEqualTo(504);
    }
  }

  @Test
  void a_watch_over_HTTP_ends_when_its_time_is_over() throws Exception {
    var path = CONFIG_MAPS + "?watch=true&timeoutSeconds=1&resourceVersion=4";
    try (var lines = lines(server.request(path))) {
      while (lines.readLine() != null) {
        // Other tests write meanwhile.
      }
    }
  }

  @Test
  void a_watch_may_come_over_a_WebSocket_a_message_an_event() throws Exception {
    var messages = new LinkedBlockingQueue<String>();
    var path = CONFIG_MAPS + "?watch=true&fieldSelector=metadata.name%3Dsocket";
    var socket =
        server
            .client
            .newWebSocketBuilder()
            .header("Authorization", "Bearer " + LiveServer.TOKEN)
            .buildAsync(URI.create(server.url(path).replace("https", "wss")), new Texts(messages))
            .get(10, TimeUnit.SECONDS);

    server.post(CONFIG_MAPS, "{'metadata':{'name':'socket'}}");
    assertThat(messages.poll(10, TimeUnit.SECONDS)).startsWith("{\"type\":\"ADDED\",\"object\":{");
    socket.abort();
  }

  @Test
  void a_WebSocket_is_refused_like_any_request() {
    var path = "/api/v1/unicorns?watch=true";
    var socket =
        server
            .client
            .newWebSocketBuilder()
            .header("Authorization", "Bearer " + LiveServer.TOKEN)
            .buildAsync(
                URI.create(server.url(path).replace("https", "wss")),
                new Texts(new LinkedBlockingQueue<>()));

    assertThat(socket)
        .failsWithin(Duration.ofSeconds(10))
        .withThrowableThat()
        .havingCause()
        .isInstanceOfSatisfying(
            WebSocketHandshakeException.class,
            refused -> assertThat(status(refused)).isEqualTo(404));
  }

  /// The status code of an attempt to open a WebSocket from a page.
  private int fromPage(String origin, String path) throws InterruptedException {
    try {
      server
          .client
          .newWebSocketBuilder()
          .header("Authorization", "Bearer " + LiveServer.TOKEN)
          .header("Origin", origin)
          .subprotocols("v5.channel.k8s.io")
          .buildAsync(
              URI.create(server.url(path).replace("https", "wss")),
              new Texts(new LinkedBlockingQueue<>()))
          .get()
          .abort();
      return 101;
    } catch (ExecutionException e) {
      return e.getCause() instanceof WebSocketHandshakeException refused ? status(refused) : 0;
    }
  }

  @Test
  void pages_of_others_open_no_WebSocket() throws Exception {
    var own = server.url("");
    var exec = "/api/v1/namespaces/default/pods/nobody/exec?command=id";
    var watch = CONFIG_MAPS + "?watch=true";
    for (var foreign : List.of("https://example.com", "null", own + "1")) {
      assertThat(fromPage(foreign, watch)).isEqualTo(403);
      assertThat(fromPage(foreign, exec)).isEqualTo(403);
    }
    assertThat(fromPage(own, watch)).isEqualTo(101);
    assertThat(fromPage(own, exec)).isEqualTo(404);
  }

  private static int status(WebSocketHandshakeException refused) {
    var response = refused.getResponse();
    return response == null ? 0 : response.statusCode();
  }

  @Test
  void a_watch_from_a_forgotten_past_gets_the_error_in_the_stream() throws Exception {
    server.store.compact(server.store.revision());
    try (var lines = lines(server.request(CONFIG_MAPS + "?watch=true&resourceVersion=1"))) {
      assertThat(lines.readLine())
          .startsWith("{\"type\":\"ERROR\",\"object\":{")
          .contains("\"reason\":\"Expired\"");
      assertThat(lines.readLine()).isNull();
    }
  }

  private record Texts(LinkedBlockingQueue<String> messages) implements WebSocket.Listener {
    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      messages.add("closed: " + code + " " + reason);
      return WebSocket.Listener.super.onClose(socket, code, reason);
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
      messages.add(text.toString());
      return WebSocket.Listener.super.onText(socket, text, last);
    }
  }

  @Test
  void two_hundred_watchers_all_hear_of_a_write() throws Exception {
    var path = CONFIG_MAPS + "?watch=true&fieldSelector=metadata.name%3Dcrowd";
    var readers = new java.util.ArrayList<BufferedReader>();
    for (var i = 0; i < 200; i++) {
      readers.add(lines(server.request(path)));
    }
    server.post(CONFIG_MAPS, "{'metadata':{'name':'crowd'}}");
    for (var reader : readers) {
      assertThat(reader.readLine()).startsWith("{\"type\":\"ADDED\"");
      reader.close();
    }
  }
}
