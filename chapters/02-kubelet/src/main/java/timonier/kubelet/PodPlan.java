package timonier.kubelet;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import timonier.kubelet.containers.Resize;
import timonier.pods.Container;
import timonier.pods.Pod;
import timonier.pods.runtime.ContainerRuntime.ContainerRecord;
import timonier.pods.runtime.ContainerRuntime.Sandbox;
import timonier.pods.runtime.ContainerRuntime.State;
import timonier.pods.runtime.Limits;

/// What must be done for one pod, decided from a snapshot and nothing else.
///
/// Each pass takes one step for each container; the snapshot taken after it shows what came of it.
/// So it does not matter whether the kubelet was there before, or which of its calls failed.
final class PodPlan {

  /// How many ended containers of a name are kept, for their logs and their last state.
  private static final int KEPT = 2;

  /// A pod at one moment.
  ///
  /// @param pod what is wanted
  /// @param stop since when it has been ending, and how long that may take; present once it must
  ///   end
  /// @param finished whether all its containers ended for good before
  /// @param observed what the runtime has of it
  /// @param started the ids of the containers that have started; one with a startup probe, once it
  ///   has passed that
  /// @param accepted when a kubelet first saw it; absent if that is now
  /// @param ill why containers must be restarted, by container id
  /// @param backoffs how long containers wait before they run again, by name
  /// @param retries when what failed may be tried again, by container name; by the empty name for
  ///   the pod itself
  /// @param restarts how often containers were started that the runtime has forgotten, by name
  /// @param now the time
  record Snapshot(
      Pod pod,
      Optional<Ending> stop,
      boolean finished,
      ObservedPod observed,
      List<String> started,
      Optional<Instant> accepted,
      Map<String, Illness> ill,
      Map<String, RestartBackoff> backoffs,
      Map<String, Instant> retries,
      Map<String, Integer> restarts,
      Instant now) {}

  /// A container that failed a probe.
  ///
  /// @param why what to say of it
  /// @param grace how long it may take to stop, if the probe says so itself
  record Illness(String why, Optional<Duration> grace) {}

  /// The end of a pod.
  ///
  /// @param grace how long it may take
  /// @param since when it began to
  record Ending(Duration grace, Instant since) {}

  /// One thing to do.
  sealed interface Action {

    /// The container that it is for; empty for the whole pod.
    default String containerName() {
      return switch (this) {
        case Create create -> create.container().name();
        case Start start -> start.container().name();
        case Wait wait -> wait.container();
        case GiveLimits give -> Resize.step(give.record().config().name());
        case RunSandbox _,
            Kill _,
            RemoveContainer _,
            StopSandbox _,
            RemoveSandbox _,
            Forget _,
            LookAgain _ ->
            "";
      };
    }

    /// When to look again; absent for what must be done now.
    default Optional<Instant> wakesAt() {
      return this instanceof Later later ? Optional.of(later.until()) : Optional.empty();
    }

    sealed interface Later extends Action {
      Instant until();
    }

    /// Give the pod its address.
    record RunSandbox(int attempt) implements Action {}

    /// Make a container, its image and volumes first.
    record Create(Container container, Sandbox sandbox, int attempt) implements Action {}

    /// Start a container that was made.
    record Start(Container container, ContainerRecord record) implements Action {}

    /// Give a container that runs other limits.
    record GiveLimits(ContainerRecord record, Limits limits) implements Action {}

    /// Stop a container, politely for as long as the grace lasts.
    record Kill(ContainerRecord record, Duration grace, String why) implements Action {}

    /// Look again at a moment: until then a container waits.
    record Wait(String container, Instant until) implements Later {}

    /// Look again at a moment, although nothing waits for it.
    record LookAgain(Instant until) implements Later {}

    /// Forget a container that ended.
    record RemoveContainer(String id) implements Action {}

    /// Take the pod's address away.
    record StopSandbox(String id) implements Action {}

    /// Forget a sandbox and what was in it.
    record RemoveSandbox(String id) implements Action {}

    /// Forget a pod that had to end and has left nothing behind.
    record Forget() implements Action {}
  }

  private final Snapshot seen;
  private final List<Action> actions = new ArrayList<>();

  private PodPlan(Snapshot seen) {
    this.seen = seen;
  }

  /// The next step towards what is wanted: actions in order; none when all is as it should be.
  static List<Action> actions(Snapshot seen) {
    var plan = new PodPlan(seen);
    if (seen.stop().isPresent()) {
      plan.end(seen.stop().get());
    } else if (isFinished(seen)) {
      plan.finish();
    } else if (seen.observed().sandbox().isPresent()) {
      plan.run(seen.observed().sandbox().get());
    } else {
      plan.renewSandbox();
    }
    return plan.actions;
  }

  /// Whether all containers of a pod ended for good.
  static boolean isFinished(Snapshot seen) {
    if (seen.finished() || isPastDeadline(seen)) {
      return true;
    }
    if (WholeRestart.of(seen).isPresent()) {
      return false;
    }
    var spec = seen.pod().spec();
    var failedInit =
        spec.initContainers().stream()
            .anyMatch(container ->
                ended(seen, container)
                    .filter(record -> record.exitCode() != 0)
                    .filter(record -> !RestartPolicy.again(spec, container, record.exitCode()))
                    .isPresent());
    return failedInit
        || !spec.containers().isEmpty()
            && spec.containers().stream()
                .allMatch(container ->
                    ended(seen, container)
                        .filter(record -> !RestartPolicy.again(spec, container, record.exitCode()))
                        .isPresent());
  }

  /// Whether a pod ran longer than it may.
  static boolean isPastDeadline(Snapshot seen) {
    return deadline(seen).filter(end -> !end.isAfter(seen.now())).isPresent();
  }

  private static Optional<Instant> deadline(Snapshot seen) {
    var spec = seen.pod().spec();
    return spec.activeDeadlineSeconds()
        .map(seconds -> seen.accepted().orElse(seen.now()).plusSeconds(seconds));
  }

  /// The newest container of a name, if it ended.
  static Optional<ContainerRecord> ended(Snapshot seen, Container container) {
    return seen.observed().newest(container.name()).filter(PodPlan::isOver);
  }

  private static boolean isOver(ContainerRecord record) {
    return record.state() == State.EXITED;
  }

  private void end(Ending ending) {
    killAll(ending, "Stopping container ");
    if (!actions.isEmpty()) {
      return;
    }
    seen.observed().sandboxes().forEach(this::clear);
    if (actions.isEmpty()) {
      actions.add(new Action.Forget());
    }
  }

  private void clear(Sandbox sandbox) {
    if (sandbox.running()) {
      actions.add(new Action.StopSandbox(sandbox.id()));
    }
    actions.add(new Action.RemoveSandbox(sandbox.id()));
  }

  /// A finished pod keeps its containers' logs, but no address.
  private void finish() {
    killAll(ownEnding(), "Stopping container ");
    if (actions.isEmpty()) {
      seen.observed().sandboxes().stream()
          .filter(Sandbox::running)
          .forEach(sandbox -> actions.add(new Action.StopSandbox(sandbox.id())));
    }
  }

  private void killAll(Ending ending, String why) {
    var running = seen.observed().running();
    var names = running.stream().map(record -> record.config().name()).toList();
    var waited = Duration.between(ending.since(), seen.now());
    var stops = StopOrder.stops(seen.pod().spec(), names, ending.grace(), waited);
    for (var record : running) {
      var name = record.config().name();
      Optional.ofNullable(stops.get(name))
          .ifPresent(time -> actions.add(new Action.Kill(record, time, why + name)));
    }
  }

  /// A pod whose containers ended for good began to end with the last of them.
  private Ending ownEnding() {
    var since =
        seen.pod().spec().containers().stream()
            .flatMap(container -> seen.observed().newest(container.name()).stream())
            .flatMap(record -> record.finishedAt().stream())
            .max(Instant::compareTo);
    return new Ending(grace(), since.orElse(seen.now()));
  }

  private Duration grace() {
    return Duration.ofSeconds(seen.pod().spec().terminationGracePeriodSeconds().orElse(30L));
  }

  /// The pod has no address yet, or lost it: whatever ran under the old one cannot go on.
  private void renewSandbox() {
    var why = "Pod sandbox changed, it will be killed and re-created: ";
    killAll(new Ending(grace(), seen.now()), why);
    if (!actions.isEmpty()) {
      return;
    }
    var retry = seen.retries().getOrDefault("", Instant.MIN);
    if (retry.isAfter(seen.now())) {
      actions.add(new Action.Wait("", retry));
      return;
    }
    var attempt =
        seen.observed().sandboxes().stream()
                .mapToInt(sandbox -> sandbox.config().attempt())
                .max()
                .orElse(-1)
            + 1;
    actions.add(new Action.RunSandbox(attempt));
  }

  private void run(Sandbox sandbox) {
    WholeRestart.of(seen)
        .ifPresentOrElse(restart -> actions.addAll(restart.actions()), () -> keepUp(sandbox));
    deadline(seen).ifPresent(end -> actions.add(new Action.LookAgain(end)));
  }

  private void keepUp(Sandbox sandbox) {
    killWhatMustNotRun(sandbox);
    StartOrder.mayRun(seen.pod().spec(), done(sandbox), hasBegun(sandbox)).stream()
        .flatMap(container -> step(container, sandbox).next().stream())
        .forEach(actions::add);
    look(sandbox);
    tidy(sandbox);
  }

  /// Runs the containers that were added for debugging: each once, however it ended, and without
  /// waiting for init containers.
  private void look(Sandbox sandbox) {
    for (var container : seen.pod().spec().ephemeralContainers()) {
      var name = container.name();
      var newest = seen.observed().newest(name);
      var isNew = newest.isEmpty() && !seen.restarts().containsKey(name);
      if (isNew || newest.filter(record -> record.state() == State.CREATED).isPresent()) {
        step(container, sandbox).next().ifPresent(actions::add);
      }
    }
  }

  private void killWhatMustNotRun(Sandbox sandbox) {
    for (var record : seen.observed().running()) {
      reasonToKill(record, sandbox)
          .ifPresentOrElse(
              why -> actions.add(new Action.Kill(record, grace(record), why)),
              () -> ContainerStep.resize(seen, record).ifPresent(actions::add));
    }
  }

  private Optional<String> reasonToKill(ContainerRecord record, Sandbox sandbox) {
    var name = record.config().name();
    var ill = Optional.ofNullable(seen.ill().get(record.id()));
    if (ill.isPresent()) {
      return ill.map(Illness::why);
    }
    var wanted = container(name);
    if (wanted.isEmpty() || !record.sandboxId().equals(sandbox.id())) {
      return Optional.of("Stopping container " + name);
    }
    if (!wanted.get().image().equals(record.config().image())) {
      return Optional.of("Container %s definition changed, will be restarted".formatted(name));
    }
    return Resize.of(wanted.get(), record).restart();
  }

  /// A container that failed its probe may have less time to stop than others.
  private Duration grace(ContainerRecord record) {
    return Optional.ofNullable(seen.ill().get(record.id()))
        .flatMap(Illness::grace)
        .orElseGet(this::grace);
  }

  private Optional<Container> container(String name) {
    return seen.pod().spec().allContainers().filter(c -> c.name().equals(name)).findFirst();
  }

  /// The names of the init containers that need not be waited for.
  private List<String> done(Sandbox sandbox) {
    return seen.pod().spec().initContainers().stream()
        .filter(container ->
            in(sandbox, container)
                .filter(record ->
                    container.isSidecar()
                        ? seen.started().contains(record.id())
                        : isOver(record) && record.exitCode() == 0)
                .isPresent())
        .map(Container::name)
        .toList();
  }

  /// Once a container that is no init container was made, the init containers are history, and may
  /// be forgotten.
  private boolean hasBegun(Sandbox sandbox) {
    return seen.pod().spec().containers().stream()
        .anyMatch(container -> in(sandbox, container).isPresent());
  }

  private Optional<ContainerRecord> in(Sandbox sandbox, Container container) {
    return seen.observed()
        .newest(container.name())
        .filter(record -> record.sandboxId().equals(sandbox.id()));
  }

  private ContainerStep step(Container container, Sandbox sandbox) {
    var name = container.name();
    return new ContainerStep(
        seen.pod().spec(),
        container,
        sandbox,
        seen.observed().newest(name),
        seen.restarts().getOrDefault(name, 0),
        seen.backoffs().getOrDefault(name, RestartBackoff.none()),
        seen.retries().getOrDefault(name, Instant.MIN),
        seen.now());
  }

  /// Forgets ended containers beyond the last ones of each name, and former sandboxes once all
  /// containers were made again in the present one.
  private void tidy(Sandbox sandbox) {
    var containers = seen.pod().spec().containers();
    seen.pod()
        .spec()
        .allContainers()
        .flatMap(container -> seen.observed().named(container.name()).stream().skip(KEPT))
        .filter(PodPlan::isOver)
        .forEach(record -> actions.add(new Action.RemoveContainer(record.id())));
    if (containers.stream().allMatch(container -> in(sandbox, container).isPresent())) {
      seen.observed().sandboxes().stream()
          .filter(old -> !old.id().equals(sandbox.id()))
          .filter(old -> seen.observed().running().stream().noneMatch(r -> isIn(r, old)))
          .forEach(this::clear);
    }
  }

  private static boolean isIn(ContainerRecord record, Sandbox sandbox) {
    return record.sandboxId().equals(sandbox.id());
  }
}
