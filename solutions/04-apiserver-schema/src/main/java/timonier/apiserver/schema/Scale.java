package timonier.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import timonier.pods.ApiException;

/// How many replicas an object has, in the one form that all kinds share.
public final class Scale {

  /// The `Scale` of an object that has replicas (`autoscaling/v1`).
  public static ObjectNode of(ObjectNode object) {
    var scale = JsonNodeFactory.instance.objectNode();
    scale.put("kind", "Scale").put("apiVersion", "autoscaling/v1");
    var from = object.path("metadata");
    var metadata = scale.putObject("metadata");
    for (var field : List.of("name", "namespace", "uid", "resourceVersion", "creationTimestamp")) {
      metadata.set(field, from.path(field));
    }
    scale.putObject("spec").put("replicas", object.path("spec").path("replicas").asInt());
    scale
        .putObject("status")
        .put("replicas", object.path("status").path("replicas").asInt())
        .put("selector", selector(object.path("spec").path("selector")));
    return scale;
  }

  private static String selector(JsonNode selector) {
    var text = new StringBuilder();
    for (var label : selector.path("matchLabels").properties()) {
      text.append(text.isEmpty() ? "" : ",")
          .append(label.getKey())
          .append('=')
          .append(label.getValue().asText());
    }
    return text.toString();
  }

  /// Writes the number of replicas that a `Scale` asks for into its object, in place.
  ///
  /// @throws ApiException 400 if it is none
  public static ObjectNode put(ObjectNode object, ObjectNode scale) {
    var replicas = scale.path("spec").path("replicas");
    if (!replicas.isMissingNode() && (!replicas.canConvertToInt() || replicas.asInt() < 0)) {
      throw ApiException.badRequest(
          "spec.replicas: Invalid value: %s: must be greater than or equal to 0"
              .formatted(replicas));
    }
    ((ObjectNode) object.path("spec")).put("replicas", replicas.asInt());
    var version = scale.path("metadata").path("resourceVersion").asText("");
    ((ObjectNode) object.path("metadata")).put("resourceVersion", version);
    return object;
  }

  private Scale() {}
}
