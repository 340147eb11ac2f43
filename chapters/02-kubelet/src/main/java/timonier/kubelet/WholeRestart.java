package timonier.kubelet;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import timonier.kubelet.PodPlan.Action;
import timonier.kubelet.PodPlan.Snapshot;
import timonier.pods.Container;
import timonier.pods.PodSpec;
import timonier.pods.runtime.ContainerRuntime.ContainerRecord;

/// Starts all containers of a pod again in the sandbox they have, because one of them ended in a
/// way for which a rule says `RestartAllContainers`.
///
/// Whatever still runs is killed at once. When the container that caused it has waited for its
/// backoff, all ended containers are forgotten, and the pod begins like a new one: init containers
/// first. Their restarts go on counting, and their last states are shown. Ephemeral containers stay
/// as they are. (Kubernetes enhancement 5532.)
///
/// @param seen the pod
/// @param cause the container that caused it; it is forgotten last, so that a kubelet which stops
///   halfway goes on later
record WholeRestart(Snapshot seen, ContainerRecord cause) {

  private static final String ACTION = "RestartAllContainers";

  /// The restart that a pod asks for; empty if none of its containers ended that way.
  static Optional<WholeRestart> of(Snapshot seen) {
    return containers(seen)
        .flatMap(container ->
            PodPlan.ended(seen, container)
                .filter(record -> isAskedFor(container, record.exitCode()))
                .stream())
        .max(Comparator.comparing(WholeRestart::end))
        .map(cause -> new WholeRestart(seen, cause));
  }

  private static Stream<Container> containers(Snapshot seen) {
    var spec = seen.pod().spec();
    return Stream.of(spec.initContainers(), spec.containers()).flatMap(List::stream);
  }

  private static boolean isAskedFor(Container container, int exitCode) {
    return container.restartPolicyRules().stream()
        .filter(rule -> rule.action().equals(ACTION))
        .flatMap(rule -> rule.exitCodes().stream())
        .anyMatch(codes -> codes.operator().equals("In") == codes.values().contains(exitCode));
  }

  private static Instant end(ContainerRecord record) {
    return record.finishedAt().orElse(record.createdAt());
  }

  /// Whether any container of a pod may ask for it.
  static boolean isPossible(PodSpec spec) {
    return Stream.of(spec.initContainers(), spec.containers())
        .flatMap(List::stream)
        .flatMap(container -> container.restartPolicyRules().stream())
        .anyMatch(rule -> rule.action().equals(ACTION));
  }

  /// What to do now: to kill what runs, to wait, or to forget what ended; never empty.
  List<Action> actions() {
    var kills = running().map(WholeRestart::kill).toList();
    if (!kills.isEmpty()) {
      return kills;
    }
    var name = cause.config().name();
    var backoff = seen.backoffs().getOrDefault(name, RestartBackoff.none());
    var moment = backoff.notBefore(end(cause));
    if (moment.isAfter(seen.now())) {
      return List.of(new Action.Wait(name, moment));
    }
    var actions = new ArrayList<Action>();
    containers(seen)
        .flatMap(container -> seen.observed().named(container.name()).stream())
        .filter(record -> !record.id().equals(cause.id()))
        .forEach(record -> actions.add(new Action.RemoveContainer(record.id())));
    actions.add(new Action.RemoveContainer(cause.id()));
    return actions;
  }

  /// Kubernetes gives no grace here and runs no hook: the pod stays, and must be back soon.
  private static Action kill(ContainerRecord record) {
    return new Action.Kill(record, Duration.ZERO, "Stopping container " + record.config().name());
  }

  private Stream<ContainerRecord> running() {
    var names = containers(seen).map(Container::name).toList();
    return seen.observed().running().stream()
        .filter(record -> names.contains(record.config().name()));
  }
}
