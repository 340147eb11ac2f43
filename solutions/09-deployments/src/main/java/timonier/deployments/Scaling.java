package timonier.deployments;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import timonier.controllers.ReplicaSet;
import timonier.deployments.RolloutPlan.Action;
import timonier.deployments.RolloutPlan.Snapshot;

/// Shares a new size of a deployment among its ReplicaSets. Source: Kubernetes, "Proportional
/// scaling".
final class Scaling {

  /// Whether the deployment's size changed since it was last written to a set with pods.
  static boolean isDue(Snapshot snapshot) {
    return active(snapshot.all()).stream()
        .anyMatch(set ->
            SetDescription.desired(set)
                .filter(told -> told != snapshot.deployment().replicas())
                .isPresent());
  }

  private static List<ReplicaSet> active(List<ReplicaSet> sets) {
    return sets.stream().filter(set -> set.replicas() > 0).toList();
  }

  static List<Action> actions(Snapshot snapshot) {
    var wanted = snapshot.deployment().replicas();
    var active = active(snapshot.all());
    if (active.size() <= 1) {
      var only = active.isEmpty() ? last(snapshot) : Optional.of(active.getFirst());
      return only.stream().flatMap(set -> told(snapshot, set, wanted).stream()).toList();
    }
    if (snapshot.newest().filter(set -> isSaturated(set, wanted)).isPresent()) {
      return RolloutPlan.scaleAll(snapshot.old(), 0);
    }
    return snapshot.deployment().isRecreate() ? List.of() : shares(snapshot, active);
  }

  /// Returns the newest of sets without pods, or else the youngest.
  private static Optional<ReplicaSet> last(Snapshot snapshot) {
    return snapshot
        .newest()
        .or(() -> RolloutPlan.byAge(snapshot.old()).reversed().stream().findFirst());
  }

  private static boolean isSaturated(ReplicaSet newest, int wanted) {
    return newest.replicas() == wanted
        && SetDescription.desired(newest).filter(told -> told == wanted).isPresent()
        && newest.status().map(ReplicaSet.Status::availableReplicas).orElse(0) == wanted;
  }

  /// Writes a set's size, and the deployment's, to the set, unless it has both.
  private static List<Action> told(Snapshot snapshot, ReplicaSet set, int replicas) {
    var knows = set.replicas() == replicas && SetDescription.knowsSize(set, snapshot.deployment());
    return knows ? List.of() : List.of(new Action.Scale(set, replicas));
  }

  /// Shares the difference in proportion to the sizes of the sets; the largest set takes the
  /// rounding error.
  private static List<Action> shares(Snapshot snapshot, List<ReplicaSet> active) {
    var deployment = snapshot.deployment();
    var most = deployment.replicas() > 0 ? deployment.replicas() + deployment.maxSurge() : 0;
    var difference = most - active.stream().mapToInt(ReplicaSet::replicas).sum();
    var sets = bySize(active, difference > 0);
    var sizes = new ArrayList<Integer>();
    var left = difference;
    for (var set : sets) {
      var share = share(deployment, set, left);
      sizes.add(set.replicas() + share);
      left -= share;
    }
    sizes.set(0, Math.max(0, sizes.getFirst() + left));
    var actions = new ArrayList<Action>();
    for (var index = 0; index < sets.size(); index++) {
      actions.addAll(told(snapshot, sets.get(index), sizes.get(index)));
    }
    return actions;
  }

  /// Sorts sets, the largest first; among equals, the youngest first when growing, the oldest first
  /// when shrinking.
  private static List<ReplicaSet> bySize(List<ReplicaSet> sets, boolean grows) {
    var byAge = RolloutPlan.byAge(sets);
    return (grows ? byAge.reversed() : byAge)
        .stream().sorted(Comparator.comparing(ReplicaSet::replicas).reversed()).toList();
  }

  /// @param left the rest to share; negative when shrinking
  private static int share(Deployment deployment, ReplicaSet set, int left) {
    if (left == 0) {
      return 0;
    }
    var share = share(deployment, set);
    return left > 0 ? Math.min(share, left) : Math.max(share, left);
  }

  private static int share(Deployment deployment, ReplicaSet set) {
    if (deployment.replicas() == 0) {
      return -set.replicas();
    }
    var whole = deployment.replicas() + deployment.maxSurge();
    var before =
        SetDescription.most(set)
            .filter(most -> most > 0)
            .or(() -> deployment.status().map(Deployment.Status::replicas).filter(n -> n > 0))
            .orElse(whole);
    return (int) Math.round((double) set.replicas() * whole / before) - set.replicas();
  }

  private Scaling() {}
}
