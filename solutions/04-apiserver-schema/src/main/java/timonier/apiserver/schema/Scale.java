package timonier.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import timonier.pods.objects.ApiException;

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

  /// A selector as text, as in `app=web,tier in (a,b)`, in the order of its keys.
  private static String selector(JsonNode selector) {
    var isLabels = !selector.has("matchLabels") && !selector.has("matchExpressions");
    var parts = new TreeMap<String, String>();
    for (var label : (isLabels ? selector : selector.path("matchLabels")).properties()) {
      parts.put(label.getKey(), label.getKey() + "=" + label.getValue().asText());
    }
    for (var expression : selector.path("matchExpressions")) {
      var text = requirement(expression);
      parts.merge(expression.path("key").asText(), text, (one, other) -> one + "," + other);
    }
    return String.join(",", parts.values());
  }

  private static String requirement(JsonNode expression) {
    var key = expression.path("key").asText();
    var values = new TreeSet<String>();
    expression.path("values").forEach(value -> values.add(value.asText()));
    var all = "(" + String.join(",", values) + ")";
    return switch (expression.path("operator").asText()) {
      case "In" -> key + " in " + all;
      case "NotIn" -> key + " notin " + all;
      case "Exists" -> key;
      default -> "!" + key;
    };
  }

  /// Writes the number of replicas that a `Scale` asks for into its object, in place.
  ///
  /// @throws ApiException 400 if it is none
  public static ObjectNode put(ObjectNode object, ObjectNode scale) {
    var replicas = scale.path("spec").path("replicas");
    if (!replicas.isMissingNode() && !replicas.canConvertToInt()) {
      throw ApiException.badRequest("spec.replicas: %s is no 32-bit number".formatted(replicas));
    }
    ((ObjectNode) object.path("spec")).put("replicas", replicas.asInt());
    var version = scale.path("metadata").path("resourceVersion").asText("");
    ((ObjectNode) object.path("metadata")).put("resourceVersion", version);
    return object;
  }

  private Scale() {}
}
