package timonier.deployments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import timonier.apiserver.storage.GeneratedName;
import timonier.pods.objects.Json;

/// A short name of a pod template, which does not depend on the order of its fields. It tells the
/// ReplicaSets of a deployment, and their pods, apart.
final class PodTemplateHash {

  static final String LABEL = "pod-template-hash";

  private static final String LETTERS = GeneratedName.LETTERS;

  /// Returns the name of a template.
  ///
  /// @param collisions how often another template already had the name
  static String of(Json template, int collisions) {
    var crc = new CRC32C();
    crc.update((canonical(withoutHash(template)) + collisions).getBytes(StandardCharsets.UTF_8));
    var text = new StringBuilder();
    for (var rest = crc.getValue() | 1L << 40; rest > 0; rest /= LETTERS.length()) {
      text.append(LETTERS.charAt((int) (rest % LETTERS.length())));
    }
    return text.toString();
  }

  /// Whether two templates ask for the same pods.
  static boolean same(Json one, Json other) {
    return canonical(withoutHash(one)).equals(canonical(withoutHash(other)));
  }

  private static JsonNode withoutHash(Json template) {
    var copy = template.copy();
    if (copy.at("/metadata/labels") instanceof ObjectNode labels) {
      labels.remove(LABEL);
    }
    return copy;
  }

  private static String canonical(JsonNode node) {
    if (node.isObject()) {
      var fields = new TreeMap<String, String>();
      for (var field : node.properties()) {
        if (!field.getValue().isNull()) {
          fields.put(field.getKey(), canonical(field.getValue()));
        }
      }
      return fields.toString();
    }
    if (node.isArray()) {
      var text = new StringBuilder("[");
      node.forEach(element -> text.append(canonical(element)).append(','));
      return text.append(']').toString();
    }
    return node.toString();
  }

  private PodTemplateHash() {}
}
