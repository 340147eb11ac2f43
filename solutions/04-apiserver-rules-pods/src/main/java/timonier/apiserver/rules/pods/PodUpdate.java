package timonier.apiserver.rules.pods;

import static java.util.stream.Collectors.toSet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import timonier.apiserver.rules.Subject;

/// What may change of a pod that is there: next to nothing, for it runs already.
final class PodUpdate {

  private static final String ONLY =
      "pod updates may not change fields other than"
          + " `spec.containers[*].image`,`spec.initContainers[*].image`,"
          + "`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing"
          + " tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if"
          + " it was previously negative)";

  private static final List<String> CONTAINERS = List.of("containers", "initContainers");
  private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";

  /// Judges the spec of a pod against what it was. What makes all the rest meaningless ends it.
  static void judge(Subject spec) {
    if (!spec.isUpdate()
        || !sameNumber(spec.field("containers"))
        || !sameNumber(spec.field("initContainers"))
        || isLater(spec.field("activeDeadlineSeconds"))) {
      return;
    }
    onlyMore(spec.field("tolerations"));
    onlyFewer(spec.field("schedulingGates"));
    var isGated = !spec.old().path("schedulingGates").isEmpty();
    if (isGated) {
      narrowed(spec.field("nodeSelector"));
      terms(
          spec.field("affinity").field("nodeAffinity").field(REQUIRED).field("nodeSelectorTerms"));
    }
    if (!frozen(spec.value(), spec.old(), isGated)
        .equals(frozen(spec.old(), spec.old(), isGated))) {
      spec.causes().forbidden(spec.path(), ONLY);
    }
  }

  private static boolean sameNumber(Subject containers) {
    if (containers.value().size() == containers.old().size()) {
      return true;
    }
    containers
        .causes()
        .forbidden(containers.path(), "pod updates may not add or remove containers");
    return false;
  }

  /// A deadline may be set and come nearer.
  ///
  /// @return whether it is farther than before
  private static boolean isLater(Subject deadline) {
    if (!deadline.old().isNumber()) {
      return false;
    }
    if (!deadline.value().isNumber()) {
      deadline.invalid("must not update from a positive integer to nil value");
      return false;
    }
    var isLater = deadline.value().asLong() > deadline.old().asLong();
    if (isLater) {
      deadline.invalid("must be less than or equal to previous value");
    }
    return isLater;
  }

  private static void onlyMore(Subject tolerations) {
    var now = tolerations.value().valueStream().map(PodUpdate::untimed).collect(toSet());
    if (!tolerations.old().valueStream().map(PodUpdate::untimed).allMatch(now::contains)) {
      tolerations
          .causes()
          .forbidden(
              tolerations.path(),
              "existing toleration can not be modified except its tolerationSeconds");
    }
  }

  private static JsonNode untimed(JsonNode toleration) {
    return ((ObjectNode) toleration.deepCopy()).without("tolerationSeconds");
  }

  private static void onlyFewer(Subject gates) {
    var before = gates.old().valueStream().collect(toSet());
    for (var gate : gates.value()) {
      if (!before.contains(gate)) {
        gates
            .causes()
            .forbidden(
                gates.path(),
                "only deletion is allowed, but found new scheduling gate '%s'"
                    .formatted(gate.path("name").asText()));
      }
    }
  }

  /// A pod that waits at a gate may ask for more of its node.
  private static void narrowed(Subject selector) {
    for (var label : selector.old().properties()) {
      if (!label.getValue().equals(selector.value().path(label.getKey()))) {
        selector.invalid(
            "only additions to spec.nodeSelector are allowed (no mutations or deletions)");
        return;
      }
    }
  }

  private static void terms(Subject terms) {
    if (terms.old().isEmpty()) {
      return;
    }
    if (terms.value().size() != terms.old().size()) {
      terms.invalid("no additions/deletions to non-empty NodeSelectorTerms list are allowed");
      return;
    }
    for (var i = 0; i < terms.value().size(); i++) {
      var before = terms.old().path(i);
      var term = terms.element(i);
      for (var list : List.of("matchExpressions", "matchFields")) {
        if (!startsWith(term.value().path(list), before.path(list))) {
          term.invalid("only additions are allowed (no mutations or deletions)");
        }
      }
    }
  }

  private static boolean startsWith(JsonNode list, JsonNode start) {
    return list.valueStream().limit(start.size()).toList().equals(start.valueStream().toList());
  }

  /// What must stay, with what may change as it was.
  private static ObjectNode frozen(JsonNode spec, JsonNode old, boolean isGated) {
    var frozen = spec.isObject() ? (ObjectNode) spec.deepCopy() : ((ObjectNode) old).objectNode();
    frozen.remove(List.of("activeDeadlineSeconds", "tolerations", "schedulingGates"));
    for (var list : CONTAINERS) {
      frozen.path(list).forEach(container -> ((ObjectNode) container).remove("image"));
    }
    if (old.path("terminationGracePeriodSeconds").asLong() < 0
        && spec.path("terminationGracePeriodSeconds").asLong() == 1) {
      frozen.set("terminationGracePeriodSeconds", old.get("terminationGracePeriodSeconds"));
    }
    if (isGated) {
      frozen.remove("nodeSelector");
      withoutNodes(frozen);
    }
    return frozen;
  }

  private static void withoutNodes(ObjectNode spec) {
    if (spec.path("affinity") instanceof ObjectNode affinity) {
      affinity.remove("nodeAffinity");
      if (affinity.isEmpty()) {
        spec.remove("affinity");
      }
    }
  }

  private PodUpdate() {}
}
