package timonier.deployments;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import timonier.controllers.ReplicaSet;
import timonier.deployments.Deployment.Condition;
import timonier.deployments.Deployment.Status;
import timonier.deployments.RolloutPlan.Snapshot;

/// What to tell of a deployment, from a snapshot.
final class DeploymentStatuses {

  static final String AVAILABLE = "Available";
  static final String PROGRESSING = "Progressing";

  static Status status(Snapshot snapshot, Instant now) {
    var deployment = snapshot.deployment();
    var before = deployment.status();
    var updated = snapshot.newest().map(set -> List.of(set)).orElse(List.of());
    var all = snapshot.all();
    var available = sum(all, ReplicaSet.Status::availableReplicas);
    var counted =
        new Status(
            deployment.metadata().generation(),
            sum(all, ReplicaSet.Status::replicas),
            sum(updated, ReplicaSet.Status::replicas),
            sum(all, ReplicaSet.Status::readyReplicas),
            available,
            Math.max(
                0,
                Math.max(deployment.replicas(), all.stream().mapToInt(ReplicaSet::replicas).sum())
                    - available),
            List.of(),
            before.flatMap(Status::collisionCount));
    var conditions =
        List.of(availability(deployment, available, now), progress(snapshot, counted, now));
    return new Status(
        counted.observedGeneration(),
        counted.replicas(),
        counted.updatedReplicas(),
        counted.readyReplicas(),
        counted.availableReplicas(),
        counted.unavailableReplicas(),
        conditions,
        counted.collisionCount());
  }

  private static int sum(
      List<ReplicaSet> sets, java.util.function.ToIntFunction<ReplicaSet.Status> count) {
    return sets.stream().flatMap(set -> set.status().stream()).mapToInt(count).sum();
  }

  private static Condition availability(Deployment deployment, int available, Instant now) {
    var enough = available >= deployment.replicas() - deployment.maxUnavailable();
    return condition(
        deployment,
        AVAILABLE,
        enough ? "True" : "False",
        enough ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable",
        enough
            ? "Deployment has minimum availability."
            : "Deployment does not have minimum availability.",
        now,
        false);
  }

  private static Condition progress(Snapshot snapshot, Status counted, Instant now) {
    var deployment = snapshot.deployment();
    var name =
        snapshot
            .newest()
            .map(set -> "ReplicaSet \"" + set.metadata().name() + "\"")
            .orElse("Deployment \"" + deployment.metadata().name() + "\"");
    var moved = deployment.status().filter(before -> sameCounts(before, counted)).isEmpty();
    if (deployment.spec().paused()) {
      var message = "Deployment is paused";
      return progress(deployment, "Unknown", "DeploymentPaused", message, now, false);
    }
    if (RolloutPlan.isComplete(snapshot)) {
      var message = name + " has successfully progressed.";
      return progress(deployment, "True", "NewReplicaSetAvailable", message, now, false);
    }
    if (!moved && isOverdue(deployment, now)) {
      var message = name + " has timed out progressing.";
      return progress(deployment, "False", "ProgressDeadlineExceeded", message, now, false);
    }
    var message = name + " is progressing.";
    return progress(deployment, "True", "ReplicaSetUpdated", message, now, moved);
  }

  private static Condition progress(
      Deployment deployment,
      String status,
      String reason,
      String message,
      Instant now,
      boolean moved) {
    return condition(deployment, PROGRESSING, status, reason, message, now, moved);
  }

  /// Whether nothing has moved for as long as the deployment allows.
  private static boolean isOverdue(Deployment deployment, Instant now) {
    var deadline = Duration.ofSeconds(deployment.spec().progressDeadlineSeconds().orElse(600));
    var since = condition(deployment, PROGRESSING).flatMap(Condition::lastUpdateTime).orElse(now);
    return !since.plus(deadline).isAfter(now);
  }

  private static boolean sameCounts(Status one, Status other) {
    return one.updatedReplicas() == other.updatedReplicas()
        && one.readyReplicas() == other.readyReplicas()
        && one.availableReplicas() == other.availableReplicas()
        && one.replicas() == other.replicas();
  }

  private static Optional<Condition> condition(Deployment deployment, String type) {
    return deployment.status().stream()
        .flatMap(status -> status.conditions().stream())
        .filter(condition -> condition.type().equals(type))
        .findFirst();
  }

  /// A condition whose times move only when it does.
  private static Condition condition(
      Deployment deployment,
      String type,
      String status,
      String reason,
      String message,
      Instant now,
      boolean moved) {
    var seconds = now.truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
    var before = condition(deployment, type);
    var sameStatus = before.filter(c -> c.status().equals(status));
    var same = sameStatus.filter(c -> c.reason().equals(reason) && c.message().equals(message));
    return new Condition(
        type,
        status,
        reason,
        message,
        moved
            ? Optional.of(seconds)
            : same.flatMap(Condition::lastUpdateTime).or(() -> Optional.of(seconds)),
        sameStatus.flatMap(Condition::lastTransitionTime).or(() -> Optional.of(seconds)));
  }

  private DeploymentStatuses() {}
}
