package timonier.scheduler;

import java.util.List;
import java.util.Optional;
import timonier.pods.Container;
import timonier.pods.Json;
import timonier.pods.LabelSelector;
import timonier.pods.Pod;
import timonier.pods.Taint;
import timonier.pods.Toleration;

/// A reason for which a pod cannot run on a node.
///
/// A refusal is data: the same sentence for all nodes that refuse for the same reason, so that they
/// can be counted.
@FunctionalInterface
interface Filter {

  /// Why the node is refused; empty if it is not.
  List<String> refuse(Pod pod, NodeState node);

  /// The filters of a scheduler, the cheapest first.
  static List<Filter> all() {
    return List.of(
        Filter::cordoned,
        Filter::otherName,
        Filter::taints,
        Filter::labels,
        Filter::resources,
        Filter::ports);
  }

  private static List<String> cordoned(Pod pod, NodeState node) {
    var taint = new Taint("node.kubernetes.io/unschedulable", "", "NoSchedule", Optional.empty());
    var cordoned =
        node.node().spec().filter(spec -> spec.unschedulable()).isPresent()
            && pod.spec().tolerations().stream().noneMatch(t -> t.tolerates(taint));
    return cordoned ? List.of("node(s) were unschedulable") : List.of();
  }

  private static List<String> otherName(Pod pod, NodeState node) {
    var wanted = pod.spec().nodeName();
    return wanted.isEmpty() || wanted.equals(node.name())
        ? List.of()
        : List.of("node(s) didn't match the requested node name");
  }

  private static List<String> taints(Pod pod, NodeState node) {
    for (var taint : node.node().taints()) {
      var keepsAway = taint.effect().equals("NoSchedule") || taint.effect().equals("NoExecute");
      if (keepsAway && !isTolerated(pod.spec().tolerations(), taint)) {
        return List.of(
            "node(s) had untolerated taint {%s: %s}".formatted(taint.key(), taint.value()));
      }
    }
    return List.of();
  }

  private static boolean isTolerated(List<Toleration> tolerations, Taint taint) {
    return tolerations.stream().anyMatch(toleration -> toleration.tolerates(taint));
  }

  private static List<String> labels(Pod pod, NodeState node) {
    var labels = node.node().metadata().labels();
    var selected =
        pod.spec().nodeSelector().entrySet().stream()
            .allMatch(wanted -> wanted.getValue().equals(labels.get(wanted.getKey())));
    var terms =
        pod.spec()
            .affinity()
            .map(affinity ->
                affinity.at(
                    "/nodeAffinity/requiredDuringSchedulingIgnoredDuringExecution"
                        + "/nodeSelectorTerms"))
            .filter(found -> !found.isMissing());
    return selected && terms.filter(found -> !anyTerm(found, node)).isEmpty()
        ? List.of()
        : List.of("node(s) didn't match Pod's node affinity/selector");
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

  private static List<String> resources(Pod pod, NodeState node) {
    return node.free().lacking(Resources.of(pod));
  }

  private static List<String> ports(Pod pod, NodeState node) {
    var wanted = hostPorts(pod);
    var taken =
        !wanted.isEmpty()
            && node.pods().stream()
                .anyMatch(other -> hostPorts(other).stream().anyMatch(wanted::contains));
    return taken
        ? List.of("node(s) didn't have free ports for the requested pod ports")
        : List.of();
  }

  private static List<String> hostPorts(Pod pod) {
    return pod.spec().containers().stream()
        .flatMap(container -> container.ports().stream())
        .filter(port -> port.hostPort() > 0)
        .map((Container.Port port) -> port.hostPort() + "/" + port.protocol())
        .toList();
  }
}
