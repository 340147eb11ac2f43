package timonier.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import timonier.apiserver.streams.Upgrade;
import timonier.pods.Json;
import timonier.pods.JsonFormat;
import timonier.pods.Status;

/// An answer of the API server.
///
/// @param code the HTTP status code
/// @param headers the headers
/// @param body the body; empty where there is a stream
/// @param stream writes the body piece by piece, where it has no known end
/// @param upgrade what follows where client and program begin to talk
public record ApiResponse(
    int code,
    Map<String, String> headers,
    byte[] body,
    Optional<Stream> stream,
    Optional<Upgrade> upgrade) {

  private static final String JSON = "application/json";

  /// Writes a body piece by piece.
  public interface Stream {
    /// Writes until the end, or until the reader went away.
    void writeTo(OutputStream out) throws IOException;
  }

  /// An answer with a body that is known.
  public ApiResponse(int code, Map<String, String> headers, byte[] body) {
    this(code, headers, body, Optional.empty(), Optional.empty());
  }

  /// An answer after which client and program talk.
  public static ApiResponse of(Upgrade upgrade) {
    return new ApiResponse(
        101, upgrade.headers(), new byte[0], Optional.empty(), Optional.of(upgrade));
  }

  /// A JSON answer.
  public static ApiResponse json(int code, byte[] body) {
    return new ApiResponse(code, Map.of("content-type", JSON), body);
  }

  /// An answer of another media type.
  public static ApiResponse of(int code, String contentType, byte[] body) {
    return new ApiResponse(code, Map.of("content-type", contentType), body);
  }

  /// An answer without a known end.
  public static ApiResponse stream(String contentType, Stream stream) {
    return new ApiResponse(
        200,
        Map.of("content-type", contentType),
        new byte[0],
        Optional.of(stream),
        Optional.empty());
  }

  /// A refusal.
  public static ApiResponse of(Status status) {
    var tree = JsonFormat.mapper().createObjectNode();
    tree.put("kind", "Status").put("apiVersion", "v1").putObject("metadata");
    tree.setAll((ObjectNode) JsonFormat.tree(status));
    return json(status.code(), JsonFormat.bytes(tree));
  }

  /// The body as a tree.
  public Json json() {
    return Json.of(JsonFormat.parse(body));
  }

  /// The same with one more header.
  public ApiResponse with(String header, String value) {
    var more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new ApiResponse(code, more, body, stream, upgrade);
  }
}
