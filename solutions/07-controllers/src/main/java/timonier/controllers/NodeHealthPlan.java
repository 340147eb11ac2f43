package timonier.controllers;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import timonier.pods.Node;
import timonier.pods.Pod;
import timonier.pods.PodCondition;
import timonier.pods.Taint;

/// What must be written about a node's health, decided from a snapshot and nothing else.
///
/// The conditions of a lost node become Unknown, and it is tainted `unreachable`; a node that
/// reports itself not ready is tainted `not-ready`. The pods of either become not ready. Source:
/// Kubernetes, "Node controller".
final class NodeHealthPlan {

  static final String UNREACHABLE = "node.kubernetes.io/unreachable";
  static final String NOT_READY = "node.kubernetes.io/not-ready";

  private static final List<String> EFFECTS = List.of("NoSchedule", "NoExecute");

  /// What is known about a node.
  ///
  /// @param isLost whether the node has given no sign of life for too long
  /// @param pods the pods on the node
  record Snapshot(Node node, boolean isLost, List<Pod> pods, Instant now) {}

  /// A write.
  sealed interface Action {
    /// Set the conditions of the node.
    record Conditions(List<Node.Condition> conditions) implements Action {}

    /// Set the taints of the node.
    record Taints(List<Taint> taints) implements Action {}

    /// Set the conditions of a pod.
    record PodConditions(Pod pod, List<PodCondition> conditions) implements Action {}
  }

  /// Returns the writes that are needed; empty if all is written already.
  static List<Action> actions(Snapshot seen) {
    var actions = new ArrayList<Action>();
    var told = seen.node().status().map(Node.Status::conditions).orElse(List.of());
    var conditions = seen.isLost() ? unknown(told, seen.now()) : told;
    if (!conditions.equals(told)) {
      actions.add(new Action.Conditions(conditions));
    }
    var taints = taints(seen);
    if (!taints.equals(seen.node().taints())) {
      actions.add(new Action.Taints(taints));
    }
    if (seen.isLost() || !seen.node().isReady()) {
      seen.pods().stream()
          .filter(Pod::isReady)
          .map(pod -> new Action.PodConditions(pod, notReady(pod, seen.now())))
          .forEach(actions::add);
    }
    return actions;
  }

  private static List<Node.Condition> unknown(List<Node.Condition> told, Instant now) {
    return told.stream()
        .map(condition ->
            condition.status().equals("Unknown")
                ? condition
                : new Node.Condition(
                    condition.type(),
                    "Unknown",
                    "NodeStatusUnknown",
                    "Kubelet stopped posting node status.",
                    condition.lastHeartbeatTime(),
                    Optional.of(now)))
        .toList();
  }

  /// Returns the taints of others, and the one of our two that applies; if that is there already,
  /// it stays as it is.
  private static List<Taint> taints(Snapshot seen) {
    var key = key(seen);
    var before = seen.node().taints();
    var missing =
        EFFECTS.stream()
            .filter(effect ->
                key.isPresent()
                    && before.stream()
                        .noneMatch(t -> t.key().equals(key.get()) && t.effect().equals(effect)))
            .map(effect -> new Taint(key.orElseThrow(), "", effect, Optional.of(seen.now())));
    var staying =
        before.stream()
            .filter(taint -> !isOurs(taint) || key.filter(taint.key()::equals).isPresent());
    return Stream.concat(staying, missing).toList();
  }

  private static boolean isOurs(Taint taint) {
    return taint.key().equals(UNREACHABLE) || taint.key().equals(NOT_READY);
  }

  private static Optional<String> key(Snapshot seen) {
    var ready = seen.node().condition("Ready").map(Node.Condition::status).orElse("False");
    if (seen.isLost() || ready.equals("Unknown")) {
      return Optional.of(UNREACHABLE);
    }
    return ready.equals("True") ? Optional.empty() : Optional.of(NOT_READY);
  }

  /// Returns the conditions of a pod that is no longer ready. Reason and message stay as the
  /// kubelet wrote them.
  private static List<PodCondition> notReady(Pod pod, Instant now) {
    return pod.status().orElseThrow().conditions().stream()
        .map(condition ->
            condition.type().equals("Ready") && condition.isTrue()
                ? new PodCondition(
                    "Ready",
                    "False",
                    condition.reason(),
                    condition.message(),
                    condition.lastProbeTime(),
                    Optional.of(now))
                : condition)
        .toList();
  }

  private NodeHealthPlan() {}
}
