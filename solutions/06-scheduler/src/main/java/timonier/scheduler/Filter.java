package timonier.scheduler;

import java.util.List;
import java.util.Optional;
import timonier.pods.Json;
import timonier.pods.LabelSelector;
import timonier.pods.Taint;
import timonier.pods.Toleration;

/// A reason for which a pod cannot run on a node.
///
/// A refusal is data: the same sentence for all nodes that refuse for the same reason, so that they
/// can be counted.
@FunctionalInterface
interface Filter {

  /// Why the node is refused; empty if it is not.
  List<String> refuse(PendingPod pod, NodeState node);

  /// The filters of a scheduler, the cheapest first.
  List<Filter> ALL =
      List.of(
          Filter::cordoned,
          Filter::otherName,
          Filter::taints,
          Filter::labels,
          Filter::resources,
          Filter::ports);

  /// Where a pod states the nodes it must run on, one of several terms.
  String REQUIRED_TERMS =
      "/nodeAffinity/requiredDuringSchedulingIgnoredDuringExecution/nodeSelectorTerms";

  /// The refusal for labels.
  String OTHER_LABELS = "node(s) didn't match Pod's node affinity/selector";

  /// What keeps pods away from a cordoned node.
  Taint CORDONED =
      new Taint("node.kubernetes.io/unschedulable", "", "NoSchedule", Optional.empty());

  private static List<String> cordoned(PendingPod pod, NodeState node) {
    var cordoned =
        node.node().spec().filter(spec -> spec.unschedulable()).isPresent()
            && !isTolerated(pod.tolerations(), CORDONED);
    return cordoned ? List.of("node(s) were unschedulable") : List.of();
  }

  private static List<String> otherName(PendingPod pod, NodeState node) {
    var wanted = pod.pod().spec().nodeName();
    return wanted.isEmpty() || wanted.equals(node.name())
        ? List.of()
        : List.of("node(s) didn't match the requested node name");
  }

  private static List<String> taints(PendingPod pod, NodeState node) {
    for (var taint : node.taints()) {
      var keepsAway = taint.effect().equals("NoSchedule") || taint.effect().equals("NoExecute");
      if (keepsAway && !isTolerated(pod.tolerations(), taint)) {
        return List.of(
            "node(s) had untolerated taint {%s: %s}".formatted(taint.key(), taint.value()));
      }
    }
    return List.of();
  }

  private static boolean isTolerated(List<Toleration> tolerations, Taint taint) {
    return tolerations.stream().anyMatch(toleration -> toleration.tolerates(taint));
  }

  private static List<String> labels(PendingPod pod, NodeState node) {
    var spec = pod.pod().spec();
    var labels = node.node().metadata().labels();
    for (var wanted : spec.nodeSelector().entrySet()) {
      if (!wanted.getValue().equals(labels.get(wanted.getKey()))) {
        return List.of(OTHER_LABELS);
      }
    }
    var terms =
        spec.affinity()
            .map(affinity -> affinity.at(REQUIRED_TERMS))
            .filter(found -> !found.isMissing());
    return terms.isEmpty() || anyTerm(terms.get(), node) ? List.of() : List.of(OTHER_LABELS);
  }

  private static boolean anyTerm(Json terms, NodeState node) {
    for (var term : terms.tree()) {
      var matches = !term.path("matchExpressions").isEmpty();
      for (var expression : term.path("matchExpressions")) {
        var requirement = Json.of(expression).as(LabelSelector.Requirement.class);
        matches &= requirement.matches(node.node().metadata().labels());
      }
      if (matches) {
        return true;
      }
    }
    return false;
  }

  private static List<String> resources(PendingPod pod, NodeState node) {
    return node.free().lacking(pod.request());
  }

  private static List<String> ports(PendingPod pod, NodeState node) {
    var wanted = pod.hostPorts();
    var taken =
        !wanted.isEmpty()
            && node.pods().stream()
                .anyMatch(other -> PendingPod.hostPorts(other).stream().anyMatch(wanted::contains));
    return taken
        ? List.of("node(s) didn't have free ports for the requested pod ports")
        : List.of();
  }
}
