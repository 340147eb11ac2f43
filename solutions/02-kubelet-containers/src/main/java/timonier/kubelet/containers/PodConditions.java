package timonier.kubelet.containers;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import timonier.pods.ContainerStatus;
import timonier.pods.PodCondition;
import timonier.pods.PodSpec;
import timonier.pods.PodStatus;
import timonier.pods.runtime.ContainerRuntime.ContainerRecord;
import timonier.pods.runtime.RuntimeFailure;

/// Decides the conditions of a pod, and since when each holds.
///
/// @param spec its specification
/// @param before its last reported status
/// @param now the time
public record PodConditions(PodSpec spec, Optional<PodStatus> before, Instant now) {

  private static final String PENDING = "PodResizePending";
  private static final String IN_PROGRESS = "PodResizeInProgress";

  /// The condition of a pod whose containers are being ended to start again together.
  public static final String RESTARTING = "AllContainersRestarting";

  /// The types of all conditions that a kubelet decides.
  public static final List<String> OF_KUBELET =
      List.of(
          "PodReadyToStartContainers",
          "Initialized",
          "Ready",
          "ContainersReady",
          "PodScheduled",
          RESTARTING,
          PENDING,
          IN_PROGRESS);

  /// The conditions that exist only while containers lack the resources they should have.
  public static final List<String> OF_RESIZE = List.of(PENDING, IN_PROGRESS);

  /// Whether its init containers are done.
  public PodCondition initialized(String phase, List<ContainerStatus> inits) {
    var incomplete =
        names(inits, status -> isSidecar(status) ? status.started().orElse(false) : status.ready());
    return incomplete.isEmpty() || phase.equals("Succeeded")
        ? condition("Initialized", true, "", "")
        : condition(
            "Initialized",
            false,
            "ContainersNotInitialized",
            "containers with incomplete status: " + list(incomplete));
  }

  /// Whether it is ready.
  ///
  /// @param type `Ready` or `ContainersReady`
  /// @param serving its containers that go on
  public PodCondition ready(String type, String phase, List<ContainerStatus> serving) {
    if (phase.equals("Succeeded") || phase.equals("Failed")) {
      return condition(type, false, phase.equals("Succeeded") ? "PodCompleted" : "PodFailed", "");
    }
    var unready = names(serving, ContainerStatus::ready);
    return unready.isEmpty()
        ? condition(type, true, "", "")
        : condition(
            type, false, "ContainersNotReady", "containers with unready status: " + list(unready));
  }

  /// Whether a container is a sidecar, if it is an init container.
  public boolean isSidecar(ContainerStatus status) {
    return spec.initContainers().stream()
        .anyMatch(init -> init.name().equals(status.name()) && init.isSidecar());
  }

  /// The conditions of a pod with containers that still lack the limits they should have.
  ///
  /// @param running its running containers
  /// @param troubles failed resizes, by [Resize#step]
  /// @return empty if all have their limits
  public List<PodCondition> resizing(
      List<ContainerRecord> running, Map<String, ContainerStatus.Waiting> troubles) {
    var conditions = new ArrayList<PodCondition>();
    for (var record : running) {
      var name = record.config().name();
      spec.allContainers()
          .filter(container -> container.name().equals(name))
          .filter(container -> !(Resize.of(container, record) instanceof Resize.Done))
          .map(_ -> resizing(Optional.ofNullable(troubles.get(Resize.step(name)))))
          .filter(found -> conditions.stream().noneMatch(it -> it.type().equals(found.type())))
          .forEach(conditions::add);
    }
    return conditions;
  }

  private PodCondition resizing(Optional<ContainerStatus.Waiting> trouble) {
    if (trouble.isEmpty()) {
      return condition(IN_PROGRESS, true, "", "");
    }
    var message = trouble.get().message();
    return trouble.get().reason().equals(RuntimeFailure.INFEASIBLE)
        ? condition(PENDING, true, RuntimeFailure.INFEASIBLE, message)
        : condition(IN_PROGRESS, true, "Error", message);
  }

  private static List<String> names(
      List<ContainerStatus> statuses, Predicate<ContainerStatus> fine) {
    return statuses.stream().filter(fine.negate()).map(ContainerStatus::name).toList();
  }

  private static String list(List<String> names) {
    return "[" + String.join(" ", names) + "]";
  }

  /// A condition; it keeps its time as long as its status stays the same.
  public PodCondition condition(String type, boolean holds, String reason, String message) {
    var status = holds ? "True" : "False";
    Optional<Instant> since =
        before.stream()
            .flatMap(told -> told.conditions().stream())
            .filter(old -> old.type().equals(type) && old.status().equals(status))
            .findFirst()
            .flatMap(PodCondition::lastTransitionTime);
    return new PodCondition(
        type, status, reason, message, Optional.empty(), since.or(() -> Optional.of(now)));
  }
}
