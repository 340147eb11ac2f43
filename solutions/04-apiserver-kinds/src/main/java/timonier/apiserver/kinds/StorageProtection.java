package timonier.apiserver.kinds;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import timonier.apiserver.extensions.Admission;
import timonier.apiserver.extensions.Attempt;
import timonier.pods.objects.ResourceType;

/// Protects volumes and claims from deletion while they are used (Kubernetes: the admission plugin
/// `StorageObjectInUseProtection`).
///
/// In Kubernetes a controller removes the finalizer when no pod uses them. Here no pod can, so it
/// is removed with the first request to delete.
final class StorageProtection implements Admission {

  private static final Map<String, String> FINALIZERS =
      Map.of(
          "persistentvolumes", "kubernetes.io/pv-protection",
          "persistentvolumeclaims", "kubernetes.io/pvc-protection");

  @Override
  public void mutate(Attempt attempt) {
    var finalizer = finalizer(attempt.type());
    if (finalizer.isEmpty()) {
      return;
    }
    switch (attempt.operation()) {
      case CREATE -> add(finalizer, attempt.change());
      case DELETE -> remove(finalizer, attempt.change());
      case UPDATE, CONNECT -> {}
    }
  }

  private static void add(String finalizer, ObjectNode object) {
    var finalizers = object.withObject("/metadata").withArray("finalizers");
    if (indexOf(finalizers, finalizer) < 0) {
      finalizers.add(finalizer);
    }
  }

  private static void remove(String finalizer, ObjectNode object) {
    if (object.at("/metadata/finalizers") instanceof ArrayNode finalizers) {
      var at = indexOf(finalizers, finalizer);
      if (at >= 0) {
        finalizers.remove(at);
      }
    }
  }

  private static String finalizer(ResourceType<?> type) {
    return type.group().isEmpty() ? FINALIZERS.getOrDefault(type.plural(), "") : "";
  }

  private static int indexOf(ArrayNode finalizers, String finalizer) {
    for (var i = 0; i < finalizers.size(); i++) {
      if (finalizers.get(i).asText().equals(finalizer)) {
        return i;
      }
    }
    return -1;
  }
}
