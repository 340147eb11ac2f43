package timonier.deployments;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import timonier.controllers.ReplicaSet;
import timonier.deployments.RolloutPlan.Action;
import timonier.deployments.RolloutPlan.Snapshot;

/// What a ReplicaSet records of its deployment in annotations: its revision, and the deployment's
/// size when it last scaled the set.
final class SetDescription {

  /// The revision of a set or a deployment.
  static final String REVISION = "deployment.kubernetes.io/revision";

  /// The earlier revisions of a set to which somebody rolled back.
  private static final String HISTORY = "deployment.kubernetes.io/revision-history";

  /// The deployment's desired number of pods when it last scaled the set.
  private static final String DESIRED = "deployment.kubernetes.io/desired-replicas";

  /// The most pods there could be then.
  private static final String MOST = "deployment.kubernetes.io/max-replicas";

  /// Annotations of a deployment that are not copied to sets.
  private static final Set<String> KEPT =
      Set.of(
          "kubectl.kubernetes.io/last-applied-configuration",
          REVISION,
          HISTORY,
          DESIRED,
          MOST,
          "deprecated.deployment.rollback.to");

  /// The longest history to keep, in characters; the oldest revisions are dropped first.
  private static final int LONGEST_HISTORY = 2000;

  /// Returns the actions that copy the deployment's annotations to the newest set, and give both a
  /// revision above those of all other sets.
  static List<Action> actions(Snapshot snapshot) {
    if (snapshot.newest().isEmpty()) {
      return List.of();
    }
    var deployment = snapshot.deployment();
    var newest = snapshot.newest().get();
    var actions = new ArrayList<Action>();
    var revision = Math.max(revision(newest), nextRevision(snapshot));
    var changed = new TreeMap<>(shared(deployment));
    if (revision != revision(newest)) {
      changed.put(REVISION, Long.toString(revision));
      history(newest).ifPresent(history -> changed.put(HISTORY, history));
    }
    changed.entrySet().removeAll(newest.metadata().annotations().entrySet());
    int minReady = deployment.spec().minReadySeconds().orElse(0);
    if (!changed.isEmpty() || newest.spec().minReadySeconds().orElse(0) != minReady) {
      actions.add(new Action.Describe(newest, changed, minReady));
    }
    if (!Long.toString(revision).equals(deployment.metadata().annotations().get(REVISION))) {
      actions.add(new Action.Number(revision));
    }
    return actions;
  }

  /// Returns the annotations of a new set.
  static Map<String, String> ofNew(Snapshot snapshot) {
    var annotations = new TreeMap<>(shared(snapshot.deployment()));
    annotations.put(REVISION, Long.toString(nextRevision(snapshot)));
    annotations.putAll(size(snapshot.deployment()));
    return annotations;
  }

  private static Map<String, String> shared(Deployment deployment) {
    var shared = new TreeMap<>(deployment.metadata().annotations());
    shared.keySet().removeAll(KEPT);
    return shared;
  }

  /// Returns the annotations about the deployment's size.
  static Map<String, String> size(Deployment deployment) {
    return Map.of(
        DESIRED,
        Integer.toString(deployment.replicas()),
        MOST,
        Integer.toString(deployment.replicas() + deployment.maxSurge()));
  }

  static boolean knowsSize(ReplicaSet set, Deployment deployment) {
    return set.metadata().annotations().entrySet().containsAll(size(deployment).entrySet());
  }

  /// Returns the deployment's desired number of pods when it last scaled a set.
  static Optional<Integer> desired(ReplicaSet set) {
    return number(set, DESIRED).map(Long::intValue);
  }

  /// Returns the most pods there could be when a set was last scaled.
  static Optional<Integer> most(ReplicaSet set) {
    return number(set, MOST).map(Long::intValue);
  }

  /// Returns the revision of a set; 0 if it has none.
  static long revision(ReplicaSet set) {
    return number(set, REVISION).orElse(0L);
  }

  /// Returns the revision that a template gets now: one more than that of any other set. A set gets
  /// a new one when somebody rolls back to it.
  private static long nextRevision(Snapshot snapshot) {
    return snapshot.old().stream().mapToLong(SetDescription::revision).max().orElse(0) + 1;
  }

  /// Reads a number from an annotation. Users may write anything there, even numbers that no
  /// revision will reach.
  private static Optional<Long> number(ReplicaSet set, String annotation) {
    return Optional.ofNullable(set.metadata().annotations().get(annotation))
        .filter(text -> text.matches("\\d{1,18}"))
        .map(Long::parseLong);
  }

  private static Optional<String> history(ReplicaSet set) {
    var annotations = set.metadata().annotations();
    var before = annotations.get(REVISION);
    if (before == null) {
      return Optional.empty();
    }
    var history = annotations.getOrDefault(HISTORY, "");
    var whole = history.isEmpty() ? before : history + "," + before;
    while (whole.length() > LONGEST_HISTORY && whole.contains(",")) {
      whole = whole.substring(whole.indexOf(',') + 1);
    }
    return Optional.of(whole);
  }

  private SetDescription() {}
}
