package timonier.controllers;

import static java.util.Comparator.comparing;
import static java.util.Comparator.reverseOrder;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import timonier.pods.ContainerStatus;
import timonier.pods.Pod;
import timonier.pods.PodCondition;

/// Orders surplus pods for deletion: the one whose loss matters least goes first (Kubernetes:
/// `ActivePodsWithRanks`).
final class DeletionOrder {

  private static final String COST = "controller.kubernetes.io/pod-deletion-cost";

  /// Returns the pods, the first to delete first.
  static List<Pod> sort(List<Pod> pods) {
    Map<String, Long> onNode =
        pods.stream()
            .collect(Collectors.groupingBy(p -> p.spec().nodeName(), Collectors.counting()));
    return pods.stream().sorted(order(onNode)).toList();
  }

  private static Comparator<Pod> order(Map<String, Long> onNode) {
    return comparing((Pod pod) -> pod.spec().isBound())
        .thenComparing(pod -> pod.phase().equals("Running"))
        .thenComparing(Pod::isReady)
        .thenComparing(DeletionOrder::cost)
        .thenComparing(pod -> onNode.get(pod.spec().nodeName()), reverseOrder())
        .thenComparing(DeletionOrder::readySince, reverseOrder())
        .thenComparing(DeletionOrder::restarts, reverseOrder())
        .thenComparing(
            pod -> pod.metadata().creationTimestamp().orElse(Instant.MAX), reverseOrder())
        .thenComparing(pod -> pod.metadata().name());
  }

  private static int cost(Pod pod) {
    var cost = pod.metadata().annotations().getOrDefault(COST, "0");
    return cost.matches("-?\\d{1,9}") ? Integer.parseInt(cost) : 0;
  }

  private static Instant readySince(Pod pod) {
    return pod.condition("Ready").flatMap(PodCondition::lastTransitionTime).orElse(Instant.MAX);
  }

  private static int restarts(Pod pod) {
    return pod.status().stream()
        .flatMap(status -> status.containerStatuses().stream())
        .mapToInt(ContainerStatus::restartCount)
        .max()
        .orElse(0);
  }

  private DeletionOrder() {}
}
