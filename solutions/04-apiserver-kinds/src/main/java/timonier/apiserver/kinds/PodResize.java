package timonier.apiserver.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import timonier.apiserver.extensions.Slice;

/// The part of a pod that `pods/resize` writes: the resources of containers. Everything else that a
/// client sends is dropped (Kubernetes: `dropNonResizeUpdates`).
///
/// Containers that were added, removed, renamed or reordered are kept as sent, so that validation
/// can refuse them.
final class PodResize {

  static final Slice RESOURCES = new Slice("resize", PodResize::resized, true, true);

  private static final List<String> LISTS = List.of("containers", "initContainers");

  private static ObjectNode resized(ObjectNode old, ObjectNode wanted) {
    var result = old.deepCopy();
    var spec = (ObjectNode) result.path("spec");
    var asked = wanted.withObject("/spec");
    Slice.copy("resources", asked, spec);
    var isSame = LISTS.stream().allMatch(list -> sameNames(spec.path(list), asked.path(list)));
    for (var list : LISTS) {
      if (isSame) {
        resize(spec.path(list), asked.path(list));
      } else {
        Slice.copy(list, asked, spec);
      }
    }
    return result;
  }

  private static boolean sameNames(JsonNode old, JsonNode asked) {
    var before = old.valueStream().map(container -> container.path("name")).toList();
    return asked.valueStream().map(container -> container.path("name")).toList().equals(before);
  }

  private static void resize(JsonNode containers, JsonNode asked) {
    for (var i = 0; i < containers.size(); i++) {
      for (var field : List.of("resources", "resizePolicy")) {
        Slice.copy(field, (ObjectNode) asked.get(i), (ObjectNode) containers.get(i));
      }
    }
  }

  private PodResize() {}
}
