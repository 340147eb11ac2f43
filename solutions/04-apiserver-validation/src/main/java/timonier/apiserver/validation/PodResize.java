package timonier.apiserver.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import timonier.apiserver.rules.Causes;
import timonier.apiserver.schema.QosClass;

/// Judges a write of the subresource `resize` of a pod: its containers may get more or less
/// processor time and memory, and nothing else may change (Kubernetes: `ValidatePodResize`).
final class PodResize {

  static final String PART = "resize";

  private static final List<String> LISTS = List.of("containers", "initContainers");
  private static final List<String> AMOUNTS = List.of("requests", "limits");
  private static final List<String> RESIZED = List.of("cpu", "memory");

  private final Causes causes;
  private final JsonNode pod;
  private final JsonNode old;

  private PodResize(Causes causes, JsonNode pod, JsonNode old) {
    this.causes = causes;
    this.pod = pod;
    this.old = old;
  }

  /// Judges a change. A fault that makes all others meaningless is the only one reported.
  static void updated(Causes causes, JsonNode pod, JsonNode old) {
    new PodResize(causes, pod, old).judge();
  }

  private void judge() {
    if (old.at("/metadata/annotations").has("kubernetes.io/config.mirror")) {
      causes.forbidden("", "static pods cannot be resized");
      return;
    }
    if (old.at("/spec/os/name").asText().equals("windows")) {
      causes.forbidden("", "windows pods cannot be resized");
      return;
    }
    if (hasAmounts(old) || hasAmounts(pod)) {
      causes.forbidden("", "pods with pod-level resources cannot be resized");
      return;
    }
    var before = old.at("/status/qosClass").asText(QosClass.of(old.path("spec")));
    if (!before.equals(QosClass.of(pod.path("spec")))) {
      var shown = pod.at("/status/qosClass");
      causes.invalid("spec", shown, "Pod QOS Class may not change as a result of resizing");
    }
    if (!isSupported()) {
      causes.forbidden("spec", "Pod running on node without support for resize");
    }
    if (LISTS.stream().filter(this::isSameList).count() == LISTS.size()) {
      LISTS.forEach(this::containers);
    }
  }

  private static boolean hasAmounts(JsonNode pod) {
    return AMOUNTS.stream().anyMatch(part -> !pod.at("/spec/resources/" + part).isEmpty());
  }

  /// Whether the pod's kubelet can resize: it then reports the resources of running containers.
  private boolean isSupported() {
    for (var status : old.at("/status/containerStatuses")) {
      if (status.path("state").has("running")) {
        return status.has("resources");
      }
    }
    return true;
  }

  private boolean isSameList(String list) {
    var now = pod.path("spec").path(list);
    var before = old.path("spec").path(list);
    var at = "spec." + list;
    if (now.size() != before.size()) {
      causes.forbidden(at, list + " may not be added or removed on resize");
      return false;
    }
    var isSame = true;
    for (var i = 0; i < now.size(); i++) {
      if (!now.get(i).path("name").equals(before.get(i).path("name"))) {
        var place = "%s[%d].name".formatted(at, i);
        causes.forbidden(place, list + " may not be renamed or reordered on resize");
        isSame = false;
      }
    }
    return isSame;
  }

  private void containers(String list) {
    for (var i = 0; i < pod.path("spec").path(list).size(); i++) {
      var now = (ObjectNode) pod.path("spec").path(list).get(i);
      var before = (ObjectNode) old.path("spec").path(list).get(i);
      var at = "spec.%s[%d]".formatted(list, i);
      for (var part : AMOUNTS) {
        if (isRemoved(now.path("resources").path(part), before.path("resources").path(part))) {
          causes.forbidden(at + ".resources." + part, "resource " + part + " cannot be removed");
        }
      }
      if (list.equals("containers")) {
        if (!rest(now).equals(rest(before))) {
          causes.forbidden("spec", "only cpu and memory resources are mutable");
        }
      } else {
        initContainer(now, before, at);
      }
    }
  }

  private void initContainer(ObjectNode now, ObjectNode before, String at) {
    if (!rest(now).equals(rest(before))) {
      causes.forbidden(
          at, "only cpu and memory resources for init or sidecar containers are mutable");
    }
    var isSidecar = before.path("restartPolicy").asText().equals("Always");
    if (!now.equals(before) && !isSidecar && isRestarted(before)) {
      causes.forbidden(
          at,
          "non-sidecar init containers with a resize policy of RestartContainer cannot be"
              + " resized");
    }
  }

  private static boolean isRestarted(JsonNode container) {
    return container
        .path("resizePolicy")
        .valueStream()
        .anyMatch(policy -> policy.path("restartPolicy").asText().equals("RestartContainer"));
  }

  private static boolean isRemoved(JsonNode amounts, JsonNode before) {
    return before.propertyStream().anyMatch(amount -> !amounts.has(amount.getKey()));
  }

  /// A container without what may change of it.
  private static ObjectNode rest(ObjectNode container) {
    var rest = container.deepCopy();
    for (var part : AMOUNTS) {
      if (rest.path("resources").path(part) instanceof ObjectNode amounts) {
        amounts.remove(RESIZED);
        if (amounts.isEmpty()) {
          ((ObjectNode) rest.path("resources")).remove(part);
        }
      }
    }
    return rest;
  }
}
