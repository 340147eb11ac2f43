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

/// What must be told of a node by its health, decided from a snapshot and nothing else.
///
/// The conditions of a node that gives no sign of life become Unknown and it is tainted
/// `unreachable`; a node that says itself that it is not ready is tainted `not-ready`. Pods of
/// either answer nobody and are no longer ready. (Kubernetes, "Node controller".)
final class NodeHealthPlan {

  static final String UNREACHABLE = "node.kubernetes.io/unreachable";
  static final String NOT_READY = "node.kubernetes.io/not-ready";

  private static final List<String> EFFECTS = List.of("NoSchedule", "NoExecute");

  /// What is known.
  ///
  /// @param isLost whether the node has given no sign of life for too long
  /// @param pods those on the node
  record Snapshot(Node node, boolean isLost, List<Pod> pods, Instant now) {}

  /// Something to tell.
  sealed interface Action {
    /// The node has these conditions.
    record Conditions(List<Node.Condition> conditions) implements Action {}

    /// The node has these taints.
    record Taints(List<Taint> taints) implements Action {}

    /// A pod has these conditions.
    record PodConditions(Pod pod, List<PodCondition> conditions) implements Action {}
  }

  /// What is to be told; empty where all is told.
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

  /// The taints of others, and of our two the one that holds; one that is there stays as it is.
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

  /// The conditions of a pod that is no longer ready. Why it was ready stays as the kubelet told
  /// it.
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
