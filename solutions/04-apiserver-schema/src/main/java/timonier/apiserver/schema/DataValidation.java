package timonier.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/// What is wrong with a ConfigMap or a Secret.
final class DataValidation {

  /// The most that one object holds.
  private static final int LIMIT = 1 << 20;

  private final Causes causes;

  DataValidation(Causes causes) {
    this.causes = causes;
  }

  void configMap(JsonNode object) {
    var size = 0L;
    for (var entry : object.path("data").properties()) {
      Names.configKey(causes, "data[" + entry.getKey() + "]", entry.getKey());
      if (object.path("binaryData").has(entry.getKey())) {
        causes.invalid(
            "data[" + entry.getKey() + "]",
            entry.getKey(),
            "duplicate of key present in binaryData");
      }
      size += entry.getValue().asText().length();
    }
    for (var entry : object.path("binaryData").properties()) {
      Names.configKey(causes, "binaryData[" + entry.getKey() + "]", entry.getKey());
      size += decodedLength(entry.getValue());
    }
    if (size > LIMIT) {
      causes.tooLong("[]", LIMIT);
    }
  }

  void secret(JsonNode object) {
    var size = 0L;
    for (var entry : object.path("data").properties()) {
      Names.configKey(causes, "data[" + entry.getKey() + "]", entry.getKey());
      size += decodedLength(entry.getValue());
    }
    if (size > LIMIT) {
      causes.tooLong("data", LIMIT);
    }
    if (object.path("type").asText().equals("kubernetes.io/tls")) {
      for (var key : List.of("tls.crt", "tls.key")) {
        if (!object.path("data").has(key)) {
          causes.required("data[" + key + "]");
        }
      }
    }
  }

  private static long decodedLength(JsonNode base64) {
    return base64.asText().length() * 3L / 4;
  }
}
