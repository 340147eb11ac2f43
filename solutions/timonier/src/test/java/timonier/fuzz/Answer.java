package timonier.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import timonier.pods.objects.JsonFormat;

/// The answer to a request.
///
/// @param code the HTTP status
/// @param headers by name in lower case
/// @param body all of it, or its beginning if the client stopped reading
/// @param whole whether the body is complete
/// @param isLast whether the connection ends with it
record Answer(int code, Map<String, String> headers, byte[] body, boolean whole, boolean isLast) {

  private static final YAMLMapper YAML = new YAMLMapper();

  boolean isRefusal() {
    return code >= 400;
  }

  String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /// Whether it is a document in one of the two forms that the server writes.
  boolean isDocument() {
    return type().startsWith("application/json") || isYaml();
  }

  private boolean isYaml() {
    return type().startsWith("application/yaml");
  }

  private String type() {
    return headers.getOrDefault("content-type", "");
  }

  /// The body as a tree; missing if it is not JSON.
  JsonNode json() {
    try {
      if (body.length == 0) {
        return MissingNode.getInstance();
      }
      return isYaml() ? yaml() : JsonFormat.parse(body);
    } catch (IllegalArgumentException _) {
      return MissingNode.getInstance();
    }
  }

  private JsonNode yaml() {
    try {
      return YAML.readTree(body);
    } catch (IOException _) {
      return MissingNode.getInstance();
    }
  }

  @Override
  public String toString() {
    var text = text();
    return code + " " + headers + "\n" + text.substring(0, Math.min(2_000, text.length()));
  }
}
