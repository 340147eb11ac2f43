package timonier.controllers;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import timonier.pods.Pod;
import timonier.pods.PodCondition;
import timonier.pods.objects.Json;

/// The status of a ReplicaSet or ReplicationController, computed from a snapshot.
public final class ReplicaStatuses {

  private static final String REPLICA_FAILURE = "ReplicaFailure";

  /// Returns the status of a set.
  ///
  /// @param refusal why pods could not be created or deleted; empty if they could
  static ReplicaSet.Status status(
      ReplicaOwner set, List<Pod> owned, Optional<String> refusal, Instant now) {
    var minReady = Duration.ofSeconds(set.minReadySeconds());
    return new ReplicaSet.Status(
        owned.size(),
        count(owned, pod -> hasLabels(pod, set.template())),
        count(owned, Pod::isReady),
        count(owned, pod -> isAvailable(pod, minReady, now)),
        set.metadata().generation(),
        conditions(set, owned, refusal, now));
  }

  /// Keeps the condition of a failure as it was first written, until it is over.
  private static List<PodCondition> conditions(
      ReplicaOwner set, List<Pod> owned, Optional<String> refusal, Instant now) {
    var told = set.status().map(ReplicaSet.Status::conditions).orElse(List.of());
    var isTold = told.stream().anyMatch(condition -> condition.type().equals(REPLICA_FAILURE));
    if (refusal.isPresent() == isTold) {
      return told;
    }
    var others = told.stream().filter(condition -> !condition.type().equals(REPLICA_FAILURE));
    var reason = owned.size() < set.replicas() ? "FailedCreate" : "FailedDelete";
    var failure =
        refusal.map(why ->
            new PodCondition(
                REPLICA_FAILURE, "True", reason, why, Optional.empty(), Optional.of(now)));
    return Stream.concat(others, failure.stream()).toList();
  }

  private static int count(List<Pod> pods, java.util.function.Predicate<Pod> condition) {
    return (int) pods.stream().filter(condition).count();
  }

  private static boolean hasLabels(Pod pod, Json template) {
    Map<String, String> labels = pod.metadata().labels();
    return template.at("/metadata/labels").tree().properties().stream()
        .allMatch(label -> label.getValue().asText().equals(labels.get(label.getKey())));
  }

  /// Whether a pod has been ready for long enough.
  public static boolean isAvailable(Pod pod, Duration minReady, Instant now) {
    return pod.isReady()
        && (minReady.isZero() || !availableAt(pod, minReady).orElse(now).isAfter(now));
  }

  /// When a ready pod will count as available.
  static Optional<Instant> availableAt(Pod pod, Duration minReady) {
    return pod.condition("Ready")
        .filter(PodCondition::isTrue)
        .flatMap(PodCondition::lastTransitionTime)
        .map(since -> since.plus(minReady));
  }

  private ReplicaStatuses() {}
}
