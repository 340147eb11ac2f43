package timonier.apiserver.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.nio.charset.StandardCharsets;
import timonier.pods.objects.ApiException;
import timonier.pods.objects.JsonFormat;

/// Reads bodies that people can read.
public final class TextBody {

  /// JSON.
  ///
  /// @throws ApiException 400 if it is none
  public static JsonNode json(byte[] body) {
    try {
      return JsonFormat.parse(body);
    } catch (IllegalArgumentException e) {
      throw ApiException.badRequest("the object provided is unrecognized: " + e.getMessage());
    }
  }

  /// YAML, which includes JSON.
  ///
  /// @throws ApiException 400 if it is none
  public static JsonNode yaml(byte[] body) {
    if (body.length > 0 && body[0] == '{') {
      return json(body);
    }
    try {
      return new YAMLMapper().readTree(new String(body, StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw ApiException.badRequest("error converting YAML to JSON: " + e.getOriginalMessage());
    }
  }

  /// A document as an object.
  ///
  /// @throws ApiException 400 if it is something else
  public static ObjectNode object(JsonNode tree) {
    if (tree instanceof ObjectNode object) {
      return object;
    }
    throw ApiException.badRequest("expected an object, but found: " + tree.getNodeType());
  }

  private TextBody() {}
}
