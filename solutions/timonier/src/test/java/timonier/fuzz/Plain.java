package timonier.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import timonier.pods.objects.JsonFormat;

/// Sends the fuzzer's own, well-formed requests on a kept connection. Each answer must belong to
/// its request.
final class Plain implements Live, AutoCloseable {

  /// How many exchanges are shown when an answer belongs to another request.
  private static final int REMEMBERED = 20;

  private final Deque<String> exchanges = new ArrayDeque<>();
  private final URI server;
  private final SSLContext tls;
  private final String token;
  private @Nullable Connection kept;
  private @Nullable Api api;

  Plain(URI server, SSLContext tls, String token) {
    this.server = server;
    this.tls = tls;
    this.token = token;
  }

  Answer call(String method, String path) {
    return call(method, path, Optional.empty());
  }

  Answer call(String method, String path, JsonNode document) {
    return call(method, path, Optional.of(document));
  }

  private Answer call(String method, String path, Optional<JsonNode> document) {
    var bare =
        new Message(
            method,
            path,
            "HTTP/1.1",
            List.of(
                new Message.Header("Host", server.getAuthority()),
                new Message.Header("Authorization", "Bearer " + token),
                new Message.Header("User-Agent", "fuzz-setup")),
            new byte[0],
            Optional.empty());
    var type = method.equals("PATCH") ? "application/merge-patch+json" : Bodies.JSON;
    var message =
        document
            .map(tree -> bare.with("Content-Type", type).body(JsonFormat.bytes(tree)))
            .orElse(bare);
    try {
      try {
        return exchange(message);
      } catch (EOFException | SocketException _) {
        // the server may close a kept connection at any time
        close();
        return exchange(message);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + path, e);
    }
  }

  private Answer exchange(Message message) throws IOException {
    var connection = kept;
    if (connection == null) {
      connection = Connection.open(server, tls);
      kept = connection;
    }
    var isSent = connection.send(message.bytes());
    var answer = connection.receive(false, false);
    remember(
        "%s %s, on connection %x, sent %s: %d %s %d bytes"
            .formatted(
                message.method(),
                message.target(),
                System.identityHashCode(connection),
                isSent,
                answer.code(),
                answer.headers(),
                answer.body().length));
    requireAnswerTo(message, answer);
    if (answer.isLast()) {
      close();
    }
    return answer;
  }

  private void remember(String exchange) {
    exchanges.addLast(exchange);
    if (exchanges.size() > REMEMBERED) {
      exchanges.removeFirst();
    }
  }

  /// Asserts that an object read by name has that name, and that a well-formed request is not
  /// called bad.
  private void requireAnswerTo(Message message, Answer answer) {
    if (!message.method().equals("GET") || message.target().contains("?")) {
      return;
    }
    var name = answer.json().at("/metadata/name").asText();
    var asked = URLDecoder.decode(message.target().replace("+", "%2B"), StandardCharsets.UTF_8);
    if (answer.code() == 400 || !name.isEmpty() && !asked.endsWith("/" + name)) {
      throw new AssertionError(
          "GET %s was answered by %s, after%n%s"
              .formatted(message.target(), answer, String.join("\n", exchanges)));
    }
  }

  /// Returns the path of an object.
  Optional<String> pathOf(JsonNode object) {
    var metadata = object.path("metadata");
    var kind = object.path("kind").asText();
    var apiVersion = object.path("apiVersion").asText();
    return api().resources().stream()
        .filter(known -> known.kind().equals(kind) && known.apiVersion().equals(apiVersion))
        .findFirst()
        .map(known ->
            known.object(metadata.path("namespace").asText(), metadata.path("name").asText()));
  }

  /// What the server publishes about its API.
  synchronized Api api() {
    var known = api;
    if (known == null) {
      known = Api.read(this::get);
      api = known;
    }
    return known;
  }

  /// Reads the document at a path.
  JsonNode get(String path) {
    return call("GET", path).json();
  }

  @Override
  public String version(Place place) {
    return get(place.path()).path("metadata").path("resourceVersion").asText("0");
  }

  @Override
  public String uid(Place place) {
    return get(place.path()).path("metadata").path("uid").asText("");
  }

  @Override
  public String continueToken(String collection) {
    return get(collection + "?limit=1").path("metadata").path("continue").asText("");
  }

  @Override
  public void close() {
    var connection = kept;
    kept = null;
    if (connection != null) {
      connection.close();
    }
  }
}
