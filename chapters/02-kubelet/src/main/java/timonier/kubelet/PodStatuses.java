package timonier.kubelet;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import timonier.kubelet.PodPlan.Snapshot;
import timonier.kubelet.containers.PodConditions;
import timonier.kubelet.containers.Resize;
import timonier.pods.Container;
import timonier.pods.ContainerStatus;
import timonier.pods.PodCondition;
import timonier.pods.PodStatus;
import timonier.pods.runtime.ContainerRuntime.ContainerRecord;
import timonier.pods.runtime.ContainerRuntime.Sandbox;
import timonier.pods.runtime.ContainerRuntime.State;

/// The status of a pod, decided from a snapshot and nothing else.
final class PodStatuses {

  /// What the kubelet knows besides what the runtime does.
  ///
  /// @param runtime the runtime's name
  /// @param hostIp the node's address
  /// @param waiting why containers wait, by name
  /// @param started containers that passed their startup probe, by id
  /// @param ready containers that passed their readiness probe, by id
  /// @param before the last status
  record Knowledge(
      String runtime,
      String hostIp,
      Map<String, ContainerStatus.Waiting> waiting,
      List<String> started,
      List<String> ready,
      Optional<PodStatus> before) {}

  private static final String TOO_LONG =
      "Pod was active on the node longer than the specified deadline";

  private final Snapshot seen;
  private final Knowledge known;
  private final PodConditions judged;

  private PodStatuses(Snapshot seen, Knowledge known) {
    this.seen = seen;
    this.known = known;
    this.judged = new PodConditions(seen.pod().spec(), known.before(), seen.now());
  }

  /// The status of a pod.
  static PodStatus status(Snapshot seen, Knowledge known) {
    return new PodStatuses(seen, known).status();
  }

  private PodStatus status() {
    var spec = seen.pod().spec();
    var inits = spec.initContainers().stream().map(c -> container(c, true)).toList();
    var containers = spec.containers().stream().map(c -> container(c, false)).toList();
    var added = spec.ephemeralContainers().stream().map(c -> container(c, false)).toList();
    var phase = phase(inits, containers);
    var past = !wasOver() && PodPlan.isPastDeadline(seen);
    var address = address();
    return new PodStatus(
        phase,
        conditions(phase, inits, containers),
        past ? TOO_LONG : known.before().map(PodStatus::message).orElse(""),
        past ? "DeadlineExceeded" : known.before().map(PodStatus::reason).orElse(""),
        known.hostIp(),
        address,
        address.isEmpty() ? List.of() : List.of(new PodStatus.PodIp(address)),
        Optional.of(known.before().flatMap(PodStatus::startTime).orElse(seen.now())),
        inits,
        containers,
        added,
        known.before().map(PodStatus::qosClass).orElse(""),
        seen.pod().metadata().generation() == 0
            ? Optional.empty()
            : Optional.of(seen.pod().metadata().generation()));
  }

  /// A pod keeps the address it last had until it gets another.
  private String address() {
    var given =
        seen.observed().sandbox().map(Sandbox::address).filter(address -> !address.isEmpty());
    return given
        .map(address -> seen.pod().spec().hostNetwork() ? known.hostIp() : address)
        .or(() -> known.before().map(PodStatus::podIP))
        .orElse("");
  }

  private Optional<ContainerStatus> before(String name) {
    return known.before().stream()
        .flatMap(PodStatus::allContainerStatuses)
        .filter(status -> status.name().equals(name))
        .findFirst();
  }

  private ContainerStatus container(Container container, boolean init) {
    var records = told(container);
    if (records.isEmpty()) {
      return unknown(container);
    }
    var newest = records.getFirst();
    var state = state(container, newest);
    var last = state.waiting().isPresent() ? records.stream() : records.stream().skip(1);
    var ended = last.filter(record -> record.state() == State.EXITED).findFirst();
    var started = isRunning(newest) && known.started().contains(newest.id());
    var ready =
        init && !container.isSidecar()
            ? newest.state() == State.EXITED && newest.exitCode() == 0
            : started && known.ready().contains(newest.id());
    var given = Resize.given(container, newest, before(container.name()));
    return new ContainerStatus(
        container.name(),
        state,
        ended.map(this::terminated).or(() -> lastState(newest)),
        ready,
        newest.config().attempt(),
        container.image(),
        newest.imageId(),
        newest.state() == State.CREATED ? "" : id(newest),
        Optional.of(started),
        given.map(Container.Resources::requests).orElse(Map.of()),
        given);
  }

  /// The containers of a name to report, the newest first. One that follows another is reported
  /// once it was started, so that restart count and state change together.
  private List<ContainerRecord> told(Container container) {
    var records = seen.observed().named(container.name());
    var isFollowing =
        !records.isEmpty()
            && records.getFirst().state() == State.CREATED
            && !known.waiting().containsKey(container.name())
            && (records.size() > 1 || before(container.name()).filter(this::hasEnded).isPresent());
    return isFollowing ? records.subList(1, records.size()) : records;
  }

  private boolean hasEnded(ContainerStatus status) {
    return status.state().terminated().isPresent();
  }

  private static boolean isRunning(ContainerRecord record) {
    return record.state() == State.RUNNING;
  }

  /// The last state that was reported of a container that the runtime has forgotten since.
  private Optional<ContainerStatus.State> lastState(ContainerRecord newest) {
    return before(newest.config().name())
        .flatMap(status -> lastState(status, newest.config().attempt()));
  }

  private static Optional<ContainerStatus.State> lastState(ContainerStatus told, int attempt) {
    if (told.restartCount() == attempt) {
      return told.lastState();
    }
    var ended = Optional.of(told.state()).filter(state -> state.terminated().isPresent());
    return ended.or(told::lastState).filter(_ -> told.state().running().isEmpty());
  }

  private ContainerStatus.State state(Container container, ContainerRecord newest) {
    return switch (newest.state()) {
      case RUNNING -> ContainerStatus.State.of(newest, id(newest));
      case CREATED -> waiting(container, "ContainerCreating");
      case EXITED ->
          willRun(container, newest) ? waiting(container, "CrashLoopBackOff") : terminated(newest);
    };
  }

  /// Whether a container that ended waits to run again.
  private boolean willRun(Container container, ContainerRecord ended) {
    return known.waiting().containsKey(container.name())
        && seen.stop().isEmpty()
        && !PodPlan.isFinished(seen)
        && !seen.pod().spec().ephemeralContainers().contains(container)
        && RestartPolicy.again(seen.pod().spec(), container, ended.exitCode());
  }

  private ContainerStatus.State waiting(Container container, String otherwise) {
    var why = known.waiting().get(container.name());
    return why == null
        ? ContainerStatus.State.waiting(otherwise, "")
        : ContainerStatus.State.waiting(why.reason(), why.message());
  }

  private ContainerStatus.State terminated(ContainerRecord record) {
    var words = seen.observed().words().getOrDefault(record.id(), "");
    var both = record.message().isEmpty() || words.isEmpty() ? "" : ": ";
    var told = record.withMessage(record.message() + both + words);
    return ContainerStatus.State.of(told, id(record));
  }

  private String id(ContainerRecord record) {
    return known.runtime() + "://" + record.id();
  }

  /// A container that the runtime does not know: not made yet, or forgotten with its pod.
  private ContainerStatus unknown(Container container) {
    var before = before(container.name());
    var over = before.filter(status -> status.state().terminated().isPresent());
    if (over.isPresent()) {
      return over.get();
    }
    var initializing = !seen.pod().spec().initContainers().isEmpty();
    return new ContainerStatus(
        container.name(),
        waiting(container, initializing ? "PodInitializing" : "ContainerCreating"),
        before.flatMap(ContainerStatus::lastState),
        false,
        before.map(ContainerStatus::restartCount).orElse(0),
        container.image(),
        "",
        "",
        Optional.of(false),
        Map.of(),
        Optional.empty());
  }

  private String phase(List<ContainerStatus> inits, List<ContainerStatus> containers) {
    if (wasOver()) {
      return known.before().map(PodStatus::phase).orElse("");
    }
    var ran = containers.stream().anyMatch(status -> status.state().terminated().isPresent());
    var runs = !seen.observed().running().isEmpty();
    if (!runs && (seen.stop().isPresent() ? ran : PodPlan.isFinished(seen))) {
      return hasFailed(inits, containers) ? "Failed" : "Succeeded";
    }
    var begun = containers.stream().noneMatch(PodStatuses::hasNeverRun);
    return begun ? "Running" : "Pending";
  }

  private boolean wasOver() {
    return known
        .before()
        .map(PodStatus::phase)
        .filter(List.of("Succeeded", "Failed")::contains)
        .isPresent();
  }

  /// How a sidecar ended says nothing about its pod.
  private boolean hasFailed(List<ContainerStatus> inits, List<ContainerStatus> containers) {
    return PodPlan.isPastDeadline(seen)
        || containers.stream().anyMatch(PodStatuses::hasFailed)
        || inits.stream()
            .filter(status -> !judged.isSidecar(status))
            .anyMatch(PodStatuses::hasFailed);
  }

  private static boolean hasFailed(ContainerStatus status) {
    return status.state().terminated().filter(ended -> ended.exitCode() != 0).isPresent();
  }

  private static boolean hasNeverRun(ContainerStatus status) {
    return status.state().waiting().isPresent() && status.lastState().isEmpty();
  }

  private List<PodCondition> conditions(
      String phase, List<ContainerStatus> inits, List<ContainerStatus> containers) {
    var conditions = new ArrayList<PodCondition>();
    var has = seen.observed().sandbox().isPresent();
    conditions.add(judged.condition("PodReadyToStartContainers", has, "", ""));
    conditions.add(judged.initialized(phase, inits));
    var serving =
        Stream.concat(inits.stream().filter(judged::isSidecar), containers.stream()).toList();
    conditions.add(judged.ready("Ready", phase, serving));
    conditions.add(judged.ready("ContainersReady", phase, serving));
    conditions.add(judged.condition("PodScheduled", true, "", ""));
    conditions.addAll(judged.resizing(seen.observed().running(), known.waiting()));
    if (WholeRestart.isPossible(seen.pod().spec())) {
      var restarts = WholeRestart.of(seen).isPresent();
      conditions.add(judged.condition(PodConditions.RESTARTING, restarts, "", ""));
    }
    var own = conditions.stream().map(PodCondition::type).toList();
    seen.pod().status().stream()
        .flatMap(status -> status.conditions().stream())
        .filter(condition -> !own.contains(condition.type()))
        .filter(condition -> !PodConditions.OF_RESIZE.contains(condition.type()))
        .forEach(conditions::add);
    return conditions;
  }
}
