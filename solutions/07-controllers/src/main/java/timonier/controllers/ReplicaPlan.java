package timonier.controllers;

import java.util.List;
import timonier.pods.Pod;

/// What a ReplicaSet or ReplicationController must do to its pods, decided from a snapshot and
/// nothing else.
///
/// [ReplicaSetReconciler] gathers the snapshot and carries the actions out.
final class ReplicaPlan {

  /// The most pods created or deleted in one pass, so that a wrong count cannot empty the cluster
  /// at once. Kubernetes allows 500 (`BurstReplicas`).
  static final int BURST = 500;

  /// An action.
  sealed interface Action {
    /// Create pods.
    record Create(int count) implements Action {}

    /// Delete a pod.
    record Delete(Pod pod) implements Action {}
  }

  /// Returns the actions that bring `owned` to the desired number of pods.
  ///
  /// @param owned the pods that the set controls, without those already being deleted
  /// @return actions for at most [#BURST] pods; empty when the count is right
  static List<Action> actions(ReplicaOwner set, List<Pod> owned) {
    var missing = set.replicas() - owned.size();
    if (missing > 0) {
      return List.of(new Action.Create(Math.min(missing, BURST)));
    }
    return DeletionOrder.sort(owned).stream()
        .limit(Math.min(-missing, BURST))
        .<Action>map(Action.Delete::new)
        .toList();
  }

  private ReplicaPlan() {}
}
