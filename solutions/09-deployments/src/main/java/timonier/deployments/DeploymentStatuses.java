package timonier.deployments;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import timonier.controllers.ReplicaSet;
import timonier.deployments.Deployment.Condition;
import timonier.deployments.Deployment.Status;
import timonier.deployments.RolloutPlan.Snapshot;
import timonier.pods.PodCondition;

/// The status of a deployment, computed from a snapshot.
///
/// The condition `Progressing` is a small state machine: it reports a new set, each step, a pause
/// and its end, a missed deadline, and the end of a rollout. After that end, pods that come and go
/// do not count as progress.
final class DeploymentStatuses {

  private static final String AVAILABLE = "Available";
  private static final String PROGRESSING = "Progressing";
  private static final String REPLICA_FAILURE = "ReplicaFailure";

  private static final String UPDATED = "ReplicaSetUpdated";
  private static final String COMPLETE = "NewReplicaSetAvailable";
  private static final String OVERDUE = "ProgressDeadlineExceeded";
  private static final String PAUSED = "DeploymentPaused";

  /// The deadline in seconds that means none: the largest 32-bit number.
  private static final int NONE = Integer.MAX_VALUE;

  /// A condition without its times.
  private record Told(String type, String status, String reason, String message) {}

  /// Returns the status after a look.
  static Status status(Snapshot snapshot, Instant now) {
    var deployment = snapshot.deployment();
    var counted = counted(snapshot, now);
    var conditions = without(counted.conditions(), REPLICA_FAILURE);
    var failure = failure(snapshot);
    if (failure.isPresent()) {
      conditions = with(conditions, failure.get(), now);
    }
    if (deadline(deployment).isEmpty()) {
      return with(counted, without(conditions, PROGRESSING));
    }
    var progress = progress(snapshot, counted, now);
    if (progress.isPresent()) {
      var isStep = progress.get().reason().equals(UPDATED);
      conditions =
          isStep ? anew(conditions, progress.get(), now) : with(conditions, progress.get(), now);
    }
    return with(counted, conditions);
  }

  /// Returns the status right after the set of the newest template was created.
  static Status created(Snapshot snapshot, String set, Instant now) {
    var message = "Created new replica set \"%s\"".formatted(set);
    return told(snapshot, new Told(PROGRESSING, "True", "NewReplicaSetCreated", message), now);
  }

  /// Returns the status if the set could not be created.
  static Status notCreated(Snapshot snapshot, String why, Instant now) {
    return told(snapshot, new Told(PROGRESSING, "False", "ReplicaSetCreateError", why), now);
  }

  private static Status told(Snapshot snapshot, Told progress, Instant now) {
    var counted = counted(snapshot, now);
    return deadline(snapshot.deployment()).isEmpty()
        ? counted
        : with(counted, with(counted.conditions(), progress, now));
  }

  /// Returns when a rollout will be overdue if nothing moves until then.
  static Optional<Instant> overdueAt(Deployment deployment, Status status) {
    return find(status.conditions(), PROGRESSING)
        .filter(c -> !List.of(COMPLETE, OVERDUE, PAUSED).contains(c.reason()))
        .flatMap(Condition::lastUpdateTime)
        .flatMap(since -> deadline(deployment).map(since::plus));
  }

  private static Optional<Duration> deadline(Deployment deployment) {
    var seconds = deployment.spec().progressDeadlineSeconds().orElse(NONE);
    return seconds == NONE ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds));
  }

  private static Status counted(Snapshot snapshot, Instant now) {
    var deployment = snapshot.deployment();
    var before = deployment.status();
    var all = snapshot.all();
    var available = sum(all, ReplicaSet.Status::availableReplicas);
    var told = before.map(Status::conditions).orElse(List.of());
    return new Status(
        deployment.metadata().generation(),
        sum(all, ReplicaSet.Status::replicas),
        sum(snapshot.newest().stream().toList(), ReplicaSet.Status::replicas),
        sum(all, ReplicaSet.Status::readyReplicas),
        available,
        Math.max(0, all.stream().mapToInt(ReplicaSet::replicas).sum() - available),
        with(told, availability(deployment, available), now),
        before.flatMap(Status::collisionCount));
  }

  private static int sum(List<ReplicaSet> sets, ToIntFunction<ReplicaSet.Status> count) {
    return sets.stream().flatMap(set -> set.status().stream()).mapToInt(count).sum();
  }

  private static Status with(Status status, List<Condition> conditions) {
    return new Status(
        status.observedGeneration(),
        status.replicas(),
        status.updatedReplicas(),
        status.readyReplicas(),
        status.availableReplicas(),
        status.unavailableReplicas(),
        conditions,
        status.collisionCount());
  }

  /// Returns the condition `Available`. A deployment that recreates its pods may have none for a
  /// while, but counts as available only with all of them.
  private static Told availability(Deployment deployment, int available) {
    var missing = deployment.isRecreate() ? 0 : deployment.maxUnavailable();
    return available >= deployment.replicas() - missing
        ? new Told(
            AVAILABLE, "True", "MinimumReplicasAvailable", "Deployment has minimum availability.")
        : new Told(
            AVAILABLE,
            "False",
            "MinimumReplicasUnavailable",
            "Deployment does not have minimum availability.");
  }

  /// Returns the failure of a set to create pods; that of the newest set comes first.
  private static Optional<Told> failure(Snapshot snapshot) {
    return snapshot.all().reversed().stream()
        .flatMap(set -> set.status().stream())
        .flatMap(status -> status.conditions().stream())
        .filter(condition -> condition.type().equals(REPLICA_FAILURE))
        .findFirst()
        .map(DeploymentStatuses::told);
  }

  private static Told told(PodCondition condition) {
    return new Told(REPLICA_FAILURE, condition.status(), condition.reason(), condition.message());
  }

  /// Returns the new condition `Progressing`; empty if it stays as it was written.
  private static Optional<Told> progress(Snapshot snapshot, Status counted, Instant now) {
    var deployment = snapshot.deployment();
    var reason = condition(deployment, PROGRESSING).map(Condition::reason).orElse("");
    if (deployment.spec().paused()) {
      return reason.equals(OVERDUE)
          ? Optional.empty()
          : Optional.of(new Told(PROGRESSING, "Unknown", PAUSED, "Deployment is paused"));
    }
    if (reason.equals(PAUSED)) {
      return Optional.of(
          new Told(PROGRESSING, "Unknown", "DeploymentResumed", "Deployment is resumed"));
    }
    var rests =
        reason.equals(COMPLETE)
            && counted.replicas() == counted.updatedReplicas()
            && !isOfAnother(snapshot);
    return rests || Scaling.isDue(snapshot) ? Optional.empty() : step(snapshot, counted, now);
  }

  /// Returns the new condition `Progressing` during a rollout.
  private static Optional<Told> step(Snapshot snapshot, Status counted, Instant now) {
    var deployment = snapshot.deployment();
    var name = name(snapshot);
    var isAnother = isOfAnother(snapshot);
    if (isComplete(deployment, counted) && !isAnother) {
      return Optional.of(new Told(PROGRESSING, "True", COMPLETE, completed(name)));
    }
    if (isAnother || isProgress(deployment, counted)) {
      return Optional.of(new Told(PROGRESSING, "True", UPDATED, name + " is progressing."));
    }
    if (deployment
        .status()
        .flatMap(before -> overdueAt(deployment, before))
        .filter(at -> !at.isAfter(now))
        .isPresent()) {
      return Optional.of(
          new Told(PROGRESSING, "False", OVERDUE, name + " has timed out progressing."));
    }
    return snapshot
        .newest()
        .filter(_ -> condition(deployment, PROGRESSING).isEmpty())
        .map(set ->
            new Told(
                PROGRESSING,
                "True",
                "FoundNewReplicaSet",
                "Found new replica set \"%s\"".formatted(set.metadata().name())));
  }

  private static String name(Snapshot snapshot) {
    return snapshot
        .newest()
        .map(set -> "ReplicaSet \"%s\"".formatted(set.metadata().name()))
        .orElse("Deployment \"%s\"".formatted(snapshot.deployment().metadata().name()));
  }

  private static String completed(String name) {
    return name + " has successfully progressed.";
  }

  /// Whether the rollout that ended last was that of another set: the deployment has adopted an
  /// older one of the same template since. Then it says that this one progresses, once.
  private static boolean isOfAnother(Snapshot snapshot) {
    return snapshot.newest().isPresent()
        && condition(snapshot.deployment(), PROGRESSING)
            .filter(told -> told.reason().equals(COMPLETE))
            .filter(told -> !told.message().equals(completed(name(snapshot))))
            .isPresent();
  }

  private static boolean isComplete(Deployment deployment, Status counted) {
    return counted.updatedReplicas() == deployment.replicas()
        && counted.replicas() == deployment.replicas()
        && counted.availableReplicas() == deployment.replicas();
  }

  /// Whether there are more new pods, or fewer old ones, than the last status says.
  private static boolean isProgress(Deployment deployment, Status now) {
    var before =
        deployment.status().orElse(new Status(0, 0, 0, 0, 0, 0, List.of(), Optional.empty()));
    return now.updatedReplicas() > before.updatedReplicas()
        || now.replicas() - now.updatedReplicas() < before.replicas() - before.updatedReplicas()
        || now.readyReplicas() > before.readyReplicas()
        || now.availableReplicas() > before.availableReplicas();
  }

  private static Optional<Condition> condition(Deployment deployment, String type) {
    return find(deployment.status().map(Status::conditions).orElse(List.of()), type);
  }

  private static Optional<Condition> find(List<Condition> conditions, String type) {
    return conditions.stream().filter(condition -> condition.type().equals(type)).findFirst();
  }

  private static List<Condition> without(List<Condition> conditions, String type) {
    return conditions.stream().filter(condition -> !condition.type().equals(type)).toList();
  }

  /// Adds a condition to others. One with the same status and reason stays as it was written.
  private static List<Condition> with(List<Condition> conditions, Told told, Instant now) {
    return find(conditions, told.type())
            .filter(c -> c.status().equals(told.status()) && c.reason().equals(told.reason()))
            .isPresent()
        ? conditions
        : anew(conditions, told, now);
  }

  /// Replaces a condition among others; the time of its transition changes only with its status.
  private static List<Condition> anew(List<Condition> conditions, Told told, Instant now) {
    var seconds = Optional.of(now.truncatedTo(ChronoUnit.SECONDS));
    var all = new ArrayList<>(without(conditions, told.type()));
    all.add(
        new Condition(
            told.type(),
            told.status(),
            told.reason(),
            told.message(),
            seconds,
            find(conditions, told.type())
                .filter(c -> c.status().equals(told.status()))
                .flatMap(Condition::lastTransitionTime)
                .or(() -> seconds)));
    return all;
  }

  private DeploymentStatuses() {}
}
