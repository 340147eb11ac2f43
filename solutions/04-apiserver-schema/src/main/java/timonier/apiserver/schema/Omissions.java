package timonier.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/// Leaves out what says nothing, as Kubernetes does: a list without elements, a count of zero.
///
/// Kubernetes marks such fields `omitempty` in its Go types; here are those that clients show.
public final class Omissions {

  private static final List<String> METADATA =
      List.of("labels", "annotations", "ownerReferences", "finalizers", "generation");

  /// The fields below an object that may be missing, by kind and by the field that holds them.
  private static final Map<String, Map<String, List<String>>> FIELDS =
      Map.of(
          "Deployment",
          Map.of(
              "status",
              List.of(
                  "observedGeneration",
                  "replicas",
                  "updatedReplicas",
                  "readyReplicas",
                  "availableReplicas",
                  "unavailableReplicas")),
          "ReplicaSet",
          Map.of(
              "status",
              List.of(
                  "observedGeneration",
                  "fullyLabeledReplicas",
                  "readyReplicas",
                  "availableReplicas")),
          "Node",
          Map.of("spec", List.of("taints")));

  /// Removes them from a document, in place.
  public static void apply(String kind, ObjectNode document) {
    METADATA.forEach(field -> omit(document.path("metadata"), field));
    FIELDS
        .getOrDefault(kind, Map.of())
        .forEach((part, fields) -> fields.forEach(field -> omit(document.path(part), field)));
  }

  private static void omit(JsonNode part, String field) {
    if (part instanceof ObjectNode object && object.has(field) && isNothing(object.get(field))) {
      object.remove(field);
    }
  }

  private static boolean isNothing(JsonNode value) {
    return value.isNull()
        || value.isContainerNode() && value.isEmpty()
        || value.isNumber() && value.asLong() == 0;
  }

  private Omissions() {}
}
