package timonier.fuzz;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.UncheckedIOException;

/// Documents as bytes, in each form that the server reads.
final class Bodies {

  static final String JSON = "application/json";
  static final String YAML = "application/yaml";
  static final String APPLY = "application/apply-patch+yaml";
  static final String PROTOBUF = "application/vnd.kubernetes.protobuf";

  /// Writes documents that are nested too deeply, too.
  private static final StreamWriteConstraints ANY =
      StreamWriteConstraints.builder().maxNestingDepth(1_000_000).build();

  private static final ObjectMapper JSON_MAPPER =
      new ObjectMapper(JsonFactory.builder().streamWriteConstraints(ANY).build());
  private static final ObjectMapper YAML_MAPPER =
      new ObjectMapper(YAMLFactory.builder().streamWriteConstraints(ANY).build());

  static byte[] write(String contentType, JsonNode document) {
    try {
      return switch (contentType) {
        case YAML -> YAML_MAPPER.writeValueAsBytes(document);
        case PROTOBUF ->
            ProtobufWriter.write(document).orElse(JSON_MAPPER.writeValueAsBytes(document));
        default -> JSON_MAPPER.writeValueAsBytes(document);
      };
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Bodies() {}
}
