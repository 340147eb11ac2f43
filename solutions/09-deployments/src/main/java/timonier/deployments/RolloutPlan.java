package timonier.deployments;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import timonier.controllers.ReplicaSet;

/// What a deployment must do to its ReplicaSets, decided from a snapshot and nothing else.
///
/// Two promises hold at every step of a rolling update: there are never more than `replicas +
/// maxSurge` pods, and no available pod is taken away while fewer than `replicas - maxUnavailable +
/// 1` are available. To keep the first although ReplicaSets act later than they are told, a set
/// counts with what it is told to have or with what it has, whichever is more.
final class RolloutPlan {

  /// Something to do.
  sealed interface Action {
    /// Tell a ReplicaSet how many pods to have.
    record Scale(ReplicaSet set, int replicas) implements Action {}

    /// Create the ReplicaSet of the newest template.
    record Create(int replicas) implements Action {}

    /// Delete a ReplicaSet that nobody will go back to.
    record Delete(ReplicaSet set) implements Action {}
  }

  /// The ReplicaSets of a deployment.
  ///
  /// @param newest the one of the deployment's template, if it exists
  /// @param old the others
  record Snapshot(Deployment deployment, Optional<ReplicaSet> newest, List<ReplicaSet> old) {
    List<ReplicaSet> all() {
      var all = new ArrayList<>(old);
      newest.ifPresent(all::add);
      return all;
    }
  }

  /// The next actions; empty when there is nothing to do until something changes.
  static List<Action> actions(Snapshot snapshot) {
    var deployment = snapshot.deployment();
    if (deployment.spec().paused()) {
      return proportional(snapshot);
    }
    if (snapshot.newest().isEmpty()) {
      return List.of(new Action.Create(firstReplicas(snapshot)));
    }
    var actions =
        deployment.isRecreate() ? recreate(snapshot) : rolling(snapshot, snapshot.newest().get());
    return actions.isEmpty() && isComplete(snapshot) ? cleanUp(snapshot) : actions;
  }

  private static int firstReplicas(Snapshot snapshot) {
    var deployment = snapshot.deployment();
    if (deployment.isRecreate()) {
      return sum(snapshot.old()) > 0 ? 0 : deployment.replicas();
    }
    return Math.max(0, Math.min(deployment.replicas(), room(snapshot)));
  }

  /// How many more pods there may be. None while an old set has not yet seen what it was told last:
  /// until then it may still replace a pod that it was told to do without.
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

  /// With how many pods a set has to be counted: what it is told, or what it has.
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

  private static List<Action> recreate(Snapshot snapshot) {
    var newest = snapshot.newest().orElseThrow();
    var down = scaleAll(snapshot.old(), 0);
    if (!down.isEmpty()) {
      return down;
    }
    var wanted = snapshot.deployment().replicas();
    return sum(snapshot.old()) > 0 || newest.replicas() == wanted
        ? List.of()
        : List.of(new Action.Scale(newest, wanted));
  }

  private static List<Action> scaleAll(List<ReplicaSet> sets, int replicas) {
    return sets.stream()
        .filter(set -> set.replicas() != replicas)
        .<Action>map(set -> new Action.Scale(set, replicas))
        .toList();
  }

  private static List<Action> rolling(Snapshot snapshot, ReplicaSet newest) {
    var wanted = snapshot.deployment().replicas();
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
  /// spared. A set that has not yet done what it was told before is waited for: until then nobody
  /// knows how many of its available pods will go.
  private static List<Action> scaleDownOld(Snapshot snapshot, ReplicaSet newest) {
    var deployment = snapshot.deployment();
    if (!snapshot.all().stream().allMatch(RolloutPlan::isSettled)) {
      return List.of();
    }
    var least = deployment.replicas() - deployment.maxUnavailable();
    var sure = available(newest);
    for (var set : snapshot.old()) {
      sure += Math.min(available(set), set.replicas());
    }
    var spare = Math.max(0, sure - least);
    var actions = new ArrayList<Action>();
    for (var set : byAge(snapshot.old())) {
      var ill = Math.max(0, set.replicas() - available(set));
      var healthy = Math.min(spare, set.replicas() - ill);
      var target = set.replicas() - ill - healthy;
      spare -= healthy;
      if (target < set.replicas()) {
        actions.add(new Action.Scale(set, target));
      }
    }
    return actions;
  }

  private static List<ReplicaSet> byAge(List<ReplicaSet> sets) {
    return sets.stream()
        .sorted(
            Comparator.comparing((ReplicaSet set) ->
                    set.metadata().creationTimestamp().orElse(java.time.Instant.MAX))
                .thenComparing(set -> set.metadata().name()))
        .toList();
  }

  /// Shares the wanted number among the sets that have pods, in proportion to what they have.
  private static List<Action> proportional(Snapshot snapshot) {
    var active = snapshot.all().stream().filter(set -> set.replicas() > 0).toList();
    if (active.isEmpty()) {
      return snapshot
          .newest()
          .map(set -> scaleAll(List.of(set), snapshot.deployment().replicas()))
          .orElse(List.of());
    }
    if (active.size() == 1) {
      return scaleAll(active, snapshot.deployment().replicas());
    }
    var surge = snapshot.deployment().maxSurge();
    var wanted = snapshot.deployment().replicas() + surge;
    var current = active.stream().mapToInt(ReplicaSet::replicas).sum();
    if (current <= wanted && current >= snapshot.deployment().replicas()) {
      return List.of();
    }
    var actions = new ArrayList<Action>();
    var left = wanted;
    for (var set : byAge(active)) {
      var share =
          set.equals(byAge(active).getLast())
              ? left
              : Math.min(left, Math.round((float) set.replicas() * wanted / current));
      left -= share;
      if (share != set.replicas()) {
        actions.add(new Action.Scale(set, share));
      }
    }
    return actions;
  }

  /// Whether all pods are of the newest template and available.
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

  private static List<Action> cleanUp(Snapshot snapshot) {
    var limit = snapshot.deployment().spec().revisionHistoryLimit().orElse(10);
    var spare =
        byAge(snapshot.old()).stream()
            .filter(set -> weight(set) == 0 && !set.metadata().isBeingDeleted())
            .toList();
    return spare.stream()
        .limit(Math.max(0, spare.size() - limit))
        .<Action>map(Action.Delete::new)
        .toList();
  }

  private RolloutPlan() {}
}
