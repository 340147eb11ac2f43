package timonier.deployments;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import timonier.controllers.ReplicaSet;

/// What a deployment must do to its ReplicaSets, decided from a snapshot and nothing else.
///
/// Two promises hold at every step of a rolling update: there are never more than `replicas +
/// maxSurge` pods, and no available pod is removed while fewer than `replicas - maxUnavailable + 1`
/// are available. ReplicaSets act with a delay, so for the first promise a set counts with its
/// desired or its present number of pods, whichever is larger.
final class RolloutPlan {

  /// An action.
  sealed interface Action {
    /// Scale a ReplicaSet.
    record Scale(ReplicaSet set, int replicas) implements Action {}

    /// Create the ReplicaSet of the newest template.
    record Create(int replicas) implements Action {}

    /// Copy the deployment's annotations and `minReadySeconds` to a ReplicaSet.
    ///
    /// @param annotations the annotations to add or change
    record Describe(ReplicaSet set, Map<String, String> annotations, int minReadySeconds)
        implements Action {}

    /// Write the revision of the deployment.
    record Number(long revision) implements Action {}

    /// Delete a ReplicaSet that is beyond the history limit.
    record Delete(ReplicaSet set) implements Action {}
  }

  /// The ReplicaSets of a deployment.
  ///
  /// @param newest the set of the deployment's template, if it exists
  /// @param old the others
  /// @param oldPods how many pods of the others have not ended, including those that are being
  ///   deleted; counted only if the deployment recreates its pods
  record Snapshot(
      Deployment deployment, Optional<ReplicaSet> newest, List<ReplicaSet> old, int oldPods) {
    List<ReplicaSet> all() {
      var all = new ArrayList<>(old);
      newest.ifPresent(all::add);
      return all;
    }
  }

  /// Returns the next actions; empty if there is nothing to do until something changes.
  static List<Action> actions(Snapshot snapshot) {
    var described = SetDescription.actions(snapshot);
    if (!described.isEmpty()) {
      return described;
    }
    var deployment = snapshot.deployment();
    if (deployment.spec().paused() || Scaling.isDue(snapshot)) {
      var scaled = Scaling.actions(snapshot);
      return scaled.isEmpty() && deployment.spec().paused() ? cleanUp(snapshot) : scaled;
    }
    var actions = deployment.isRecreate() ? recreate(snapshot) : rolling(snapshot);
    return actions.isEmpty() && isComplete(snapshot) ? cleanUp(snapshot) : actions;
  }

  /// Returns how many more pods there may be. None while an old set has not yet observed its last
  /// scaling: until then it may still replace a pod that it should drop.
  private static int room(Snapshot snapshot) {
    if (!snapshot.old().stream().allMatch(RolloutPlan::isSettled)) {
      return 0;
    }
    var most = snapshot.deployment().replicas() + snapshot.deployment().maxSurge();
    return most - sum(snapshot.all());
  }

  private static int sum(List<ReplicaSet> sets) {
    return sets.stream().mapToInt(RolloutPlan::weight).sum();
  }

  /// Returns how many pods to count for a set: desired or present, whichever is larger.
  static int weight(ReplicaSet set) {
    return Math.max(set.replicas(), set.status().map(ReplicaSet.Status::replicas).orElse(0));
  }

  private static int available(ReplicaSet set) {
    return set.status().map(ReplicaSet.Status::availableReplicas).orElse(0);
  }

  private static boolean isSettled(ReplicaSet set) {
    return set.status()
        .filter(status -> status.observedGeneration() >= set.metadata().generation())
        .isPresent();
  }

  /// Returns the actions that first remove all old pods, and then create all new ones at once.
  private static List<Action> recreate(Snapshot snapshot) {
    var down = scaleAll(snapshot.old(), 0);
    if (!down.isEmpty()) {
      return down;
    }
    if (sum(snapshot.old()) > 0 || snapshot.oldPods() > 0) {
      return List.of();
    }
    var wanted = snapshot.deployment().replicas();
    return snapshot
        .newest()
        .map(set -> scaleAll(List.of(set), wanted))
        .orElse(List.of(new Action.Create(wanted)));
  }

  static List<Action> scaleAll(List<ReplicaSet> sets, int replicas) {
    return sets.stream()
        .filter(set -> set.replicas() != replicas)
        .<Action>map(set -> new Action.Scale(set, replicas))
        .toList();
  }

  private static List<Action> rolling(Snapshot snapshot) {
    var wanted = snapshot.deployment().replicas();
    if (snapshot.newest().isEmpty()) {
      return List.of(new Action.Create(Math.max(0, Math.min(wanted, room(snapshot)))));
    }
    var newest = snapshot.newest().get();
    if (newest.replicas() > wanted) {
      return List.of(new Action.Scale(newest, wanted));
    }
    var up = Math.min(wanted - newest.replicas(), room(snapshot));
    if (up > 0) {
      return List.of(new Action.Scale(newest, newest.replicas() + up));
    }
    return scaleDownOld(snapshot, newest);
  }

  /// Takes pods from old sets: first those that are not available anyway, then as many as can be
  /// spared. Pods that the new set lacks count as missing in both steps. Waits for a set that has
  /// not yet carried out its last scaling: until then it is unknown how many of its available pods
  /// will go.
  private static List<Action> scaleDownOld(Snapshot snapshot, ReplicaSet newest) {
    var deployment = snapshot.deployment();
    if (!snapshot.all().stream().allMatch(RolloutPlan::isSettled)) {
      return List.of();
    }
    var least = deployment.replicas() - deployment.maxUnavailable();
    var sure = available(newest);
    var all = newest.replicas();
    for (var set : snapshot.old()) {
      sure += Math.min(available(set), set.replicas());
      all += set.replicas();
    }
    var spare = Math.max(0, sure - least);
    var most = Math.max(0, all - least - (newest.replicas() - available(newest)));
    var actions = new ArrayList<Action>();
    for (var set : byAge(snapshot.old())) {
      var unhealthy = Math.min(most, Math.max(0, set.replicas() - available(set)));
      most -= unhealthy;
      var healthy = Math.min(spare, set.replicas() - unhealthy);
      spare -= healthy;
      var target = set.replicas() - unhealthy - healthy;
      if (target < set.replicas()) {
        actions.add(new Action.Scale(set, target));
      }
    }
    return actions;
  }

  static List<ReplicaSet> byAge(List<ReplicaSet> sets) {
    return sets.stream()
        .sorted(
            Comparator.comparing((ReplicaSet set) ->
                    set.metadata().creationTimestamp().orElse(java.time.Instant.MAX))
                .thenComparing(set -> set.metadata().name()))
        .toList();
  }

  /// Whether all pods have the newest template and are available.
  static boolean isComplete(Snapshot snapshot) {
    var wanted = snapshot.deployment().replicas();
    return snapshot
        .newest()
        .filter(RolloutPlan::isSettled)
        .filter(
            set -> set.replicas() == wanted && available(set) >= wanted && weight(set) == wanted)
        .filter(_ -> sum(snapshot.old()) == 0)
        .isPresent();
  }

  /// Returns the deletions of old sets beyond the history limit: empty ones, lowest revisions
  /// first.
  private static List<Action> cleanUp(Snapshot snapshot) {
    var limit = snapshot.deployment().spec().revisionHistoryLimit().orElse(10);
    var old = snapshot.old().stream().filter(set -> !set.metadata().isBeingDeleted()).toList();
    return old.stream()
        .sorted(
            Comparator.comparingLong(SetDescription::revision)
                .thenComparing(set -> set.metadata().name()))
        .limit(Math.max(0, old.size() - limit))
        .filter(set -> weight(set) == 0 && isSettled(set))
        .<Action>map(Action.Delete::new)
        .toList();
  }

  private RolloutPlan() {}
}
