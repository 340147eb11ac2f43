package timonier.apiserver.requests;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import timonier.apiserver.streams.Upgrade;
import timonier.pods.objects.Json;
import timonier.pods.objects.JsonFormat;
import timonier.pods.objects.Status;

/// An answer of the API server.
///
/// @param code the HTTP status code
/// @param headers the headers; the values of one that is there more than once are on lines of their
///   own
/// @param content the body
/// @param upgrade what runs on the connection after a switch of protocols
public record ApiResponse(
    int code, Map<String, String> headers, Body content, Optional<Upgrade> upgrade) {

  private static final String JSON = "application/json";

  /// An answer with a body in memory.
  public ApiResponse(int code, Map<String, String> headers, byte[] body) {
    this(code, headers, Body.of(body), Optional.empty());
  }

  /// An answer that switches the connection to another protocol.
  public static ApiResponse of(Upgrade upgrade) {
    return new ApiResponse(101, upgrade.headers(), Body.of(new byte[0]), Optional.of(upgrade));
  }

  /// A JSON answer.
  public static ApiResponse json(int code, byte[] body) {
    return new ApiResponse(code, Map.of("content-type", JSON), body);
  }

  /// An answer of another media type.
  public static ApiResponse of(int code, String contentType, byte[] body) {
    return new ApiResponse(code, Map.of("content-type", contentType), body);
  }

  /// An answer whose body is produced while it is written.
  public static ApiResponse of(String contentType, Body body) {
    return new ApiResponse(200, Map.of("content-type", contentType), body, Optional.empty());
  }

  /// A refusal.
  public static ApiResponse of(Status status) {
    var tree = JsonFormat.mapper().createObjectNode();
    tree.put("kind", "Status").put("apiVersion", "v1").putObject("metadata");
    tree.setAll((ObjectNode) JsonFormat.tree(status));
    var answer = json(status.code(), JsonFormat.bytes(tree));
    return status
        .details()
        .flatMap(Status.Details::retryAfterSeconds)
        .map(seconds -> answer.with("retry-after", seconds.toString()))
        .orElse(answer);
  }

  /// The bytes of the body; not to be changed.
  public byte[] body() {
    return content.bytes();
  }

  /// The body as a tree.
  public Json json() {
    return Json.of(JsonFormat.parse(body()));
  }

  /// The same with one more header.
  public ApiResponse with(String header, String value) {
    var more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new ApiResponse(code, more, content, upgrade);
  }
}
