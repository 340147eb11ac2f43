package timonier.apiserver.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import timonier.apiserver.apply.Shape.Fields;
import timonier.pods.objects.ApiException;
import timonier.pods.objects.JsonFormat;

/// What `kubectl apply` without `--server-side` noted on an object, so that `kubectl apply
/// --server-side` may take over from it.
final class LastApplied {

  /// The only field manager that this concerns.
  static final String KUBECTL = "kubectl";

  private static final String ANNOTATION = "kubectl.kubernetes.io/last-applied-configuration";

  private static JsonNode noted(JsonNode object) {
    return object.path("metadata").path("annotations").path(ANNOTATION);
  }

  /// The fields that still have the values that were applied then: they are kubectl's own.
  static FieldSet fields(Fields shape, ObjectNode object) {
    var text = noted(object).asText("");
    if (text.isEmpty()) {
      return new FieldSet();
    }
    try {
      var applied = JsonFormat.parse(text.getBytes(StandardCharsets.UTF_8));
      if (!(applied instanceof ObjectNode document)) {
        return new FieldSet();
      }
      var differing = Comparison.of(shape, object, Merge.merge(shape, object, document));
      return Merge.fields(shape, document).removeAll(differing.written());
    } catch (IllegalArgumentException | ApiException _) {
      // Anybody may write into an annotation: what cannot be read proves nothing.
      return new FieldSet();
    }
  }

  /// Keeps the note true, for clients that still go by it.
  static void note(ObjectNode object, ObjectNode applied) {
    if (noted(object).isTextual()) {
      ((ObjectNode) object.path("metadata").path("annotations")).put(ANNOTATION, applied + "\n");
    }
  }

  private LastApplied() {}
}
