package timonier.kubelet;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import timonier.kit.loop.EventLoop;
import timonier.kubelet.PodPlan.Action;
import timonier.kubelet.PodPlan.Snapshot;
import timonier.kubelet.containers.Answer;
import timonier.kubelet.containers.PodConditions;
import timonier.kubelet.containers.ToldStatus;
import timonier.kubelet.containers.Trouble;
import timonier.kubelet.ports.EventSink.Type;
import timonier.kubelet.ports.StatusWriter;
import timonier.pods.Container;
import timonier.pods.Pod;
import timonier.pods.PodStatus;
import timonier.pods.objects.Json;
import timonier.pods.runtime.ContainerRuntime.ContainerRecord;
import timonier.pods.runtime.ContainerRuntime.Sandbox;
import timonier.pods.runtime.ContainerRuntime.State;

/// Works on one pod: looks at what the runtime has, plans, acts, and looks again, until the plan is
/// empty or everything in it has to wait.
///
/// Its methods are tasks of the kubelet's loop. One pass is under way at a time. Only the stopping
/// of containers, which may take long, goes on during it.
final class PodWorker {

  private final EventLoop loop;
  private final Kubelet.Settings settings;
  private final Kubelet.Ports ports;
  private final PodCalls calls;
  private final String uid;
  private final Runnable ended;
  private final PodProbes probes;
  private final StatusWriter writer;
  private final Map<String, Instant> killing = new HashMap<>();
  private final PodRetries retries = new PodRetries();
  private Optional<Pod> pod = Optional.empty();
  private Optional<PodPlan.Ending> stop = Optional.empty();
  private Optional<PodStatus> status = Optional.empty();
  private ObservedPod observed = new ObservedPod(List.of(), List.of(), Map.of());
  private EventLoop.Cancellable timer = () -> {};
  private boolean wanted;
  private boolean finished;
  private boolean busy;
  private boolean again;
  private boolean over;

  PodWorker(
      EventLoop loop,
      Kubelet.Settings settings,
      Kubelet.Ports ports,
      PodCalls calls,
      String uid,
      Runnable ended) {
    this.loop = loop;
    this.settings = settings;
    this.ports = ports;
    this.calls = calls;
    this.uid = uid;
    this.ended = ended;
    this.probes = new PodProbes(loop, ports.runtime(), this::answered);
    this.writer =
        new StatusWriter(loop, ports.sink(), PodConditions.OF_KUBELET, this::statusWritten);
  }

  /// A pod that ends waits until its last status is written.
  private void statusWritten() {
    if (stop.isPresent()) {
      look();
    }
  }

  /// The pod's identity.
  String uid() {
    return uid;
  }

  /// The pod with the status that this worker gave it.
  Optional<Pod> pod() {
    return pod.filter(_ -> wanted).map(seen -> new Pod(seen.metadata(), seen.spec(), status));
  }

  /// Whether a sandbox is this pod's.
  boolean has(String sandboxId) {
    return observed.sandboxes().stream().anyMatch(sandbox -> sandbox.id().equals(sandboxId));
  }

  /// Takes in the pod as it is wanted, which may be to end.
  void want(Pod wantedPod) {
    if (wanted && pod.filter(wantedPod::equals).isPresent()) {
      return;
    }
    wanted = true;
    pod = Optional.of(wantedPod);
    status = status.or(wantedPod::status);
    finished |= wantedPod.isFinished();
    writer.seen(wantedPod);
    if (wantedPod.metadata().isBeingDeleted()) {
      var grace = wantedPod.metadata().deletionGracePeriodSeconds().orElse(0L);
      stopWithin(Duration.ofSeconds(grace));
    }
    look();
  }

  /// Ends the pod, because no source wants it any longer.
  void abandon() {
    if (wanted) {
      wanted = false;
      writer.close();
      stopWithin(
          Duration.ofSeconds(
              pod.flatMap(seen -> seen.spec().terminationGracePeriodSeconds()).orElse(30L)));
      look();
    }
    if (over) {
      end();
    }
  }

  /// Ends a pod that no source has named since this kubelet started: only its sandbox is known.
  void abandon(Sandbox sandbox) {
    var grace = sandbox.config().labels().getOrDefault(PodCalls.GRACE, "30");
    stopWithin(Duration.ofSeconds(Long.parseLong(grace)));
    look();
  }

  private void stopWithin(Duration grace) {
    if (stop.filter(before -> before.grace().compareTo(grace) <= 0).isEmpty()) {
      stop = Optional.of(new PodPlan.Ending(grace, loop.now()));
    }
  }

  /// Takes the next step, now or as soon as the present one is done.
  void look() {
    if (over) {
      return;
    }
    if (busy) {
      again = true;
      return;
    }
    busy = true;
    again = false;
    timer.cancel();
    var known = observed.words();
    loop.spawn("look at pod " + uid, () -> observe(known));
  }

  private void observe(Map<String, String> known) {
    try {
      var seen = ObservedPod.of(ports, uid, known);
      loop.run(() -> plan(seen));
    } catch (RuntimeException _) {
      loop.run(this::pause);
    }
  }

  /// Takes another step a little later, because this one failed.
  private void pause() {
    busy = false;
    timer.cancel();
    timer = loop.after(PodRetries.PAUSE, this::look);
  }

  /// A plan that cannot be made is a bug, but the pod is looked at again all the same.
  private void plan(ObservedPod seen) {
    try {
      planned(seen);
    } catch (RuntimeException bug) {
      pause();
      throw bug;
    }
  }

  private void planned(ObservedPod seen) {
    observed = seen;
    var snapshot = snapshot();
    finished |= PodPlan.isFinished(snapshot);
    keepProbes();
    var next = snapshot();
    var actions = PodPlan.actions(next);
    noteWaits(next, actions);
    report(next);
    actions.stream()
        .filter(Action.Kill.class::isInstance)
        .forEach(action -> kill((Action.Kill) action));
    var rest =
        actions.stream()
            .filter(action -> !(action instanceof Action.Kill || action.wakesAt().isPresent()))
            .toList();
    retries.acting(rest, loop.now());
    if (!rest.isEmpty()) {
      loop.spawn("act on pod " + uid, () -> act(next.pod(), rest));
    } else {
      done();
    }
  }

  private Snapshot snapshot() {
    return new Snapshot(
        pod.orElseGet(() -> observed.orphan(uid)),
        stop,
        finished,
        observed,
        probes.started(),
        told().startTime(),
        probes.ill(),
        retries.restarts(),
        retries.retries(),
        told().restarts(),
        loop.now());
  }

  private ToldStatus told() {
    return new ToldStatus(status);
  }

  private void keepProbes() {
    var asked = new LinkedHashMap<ContainerRecord, Container>();
    for (var container : pod.map(found -> found.spec().longRunning()).orElse(List.of())) {
      observed
          .newest(container.name())
          .filter(record -> record.state() == State.RUNNING)
          .ifPresent(record -> asked.put(record, container));
    }
    probes.keep(asked, this::wasReady, stop.isPresent());
  }

  private boolean wasReady(ContainerRecord record) {
    return told().wasReady(ports.runtime().name() + "://" + record.id());
  }

  private void noteWaits(Snapshot seen, List<Action> actions) {
    retries
        .waits(seen.pod(), actions)
        .forEach((name, message) -> tell(name, Type.WARNING, "BackOff", message));
    actions.stream()
        .flatMap(action -> action.wakesAt().stream())
        .min(Comparator.naturalOrder())
        .ifPresent(until -> timer = loop.after(Duration.between(loop.now(), until), this::look));
  }

  private void report(Snapshot seen) {
    if (!wanted) {
      return;
    }
    if (seen.stop().isPresent() && observed.isEmpty() && status.isPresent()) {
      return;
    }
    var known =
        new PodStatuses.Knowledge(
            ports.runtime().name(),
            settings.nodeAddress(),
            retries.waiting(),
            probes.started(),
            probes.ready(),
            status);
    var now = PodStatuses.status(seen, known);
    if (status.filter(before -> Json.from(before).equals(Json.from(now))).isEmpty()) {
      status = Optional.of(now);
    }
    writer.write(status.get());
  }

  private void kill(Action.Kill kill) {
    var id = kill.record().id();
    var before = killing.get(id);
    var end = loop.now().plus(kill.grace());
    if (before != null && !end.isBefore(before)) {
      return;
    }
    killing.put(id, end);
    if (before == null) {
      tell(kill.record().config().name(), Type.NORMAL, "Killing", kill.why());
    }
    var seen = snapshot().pod();
    loop.spawn(
        "stop container " + id,
        () -> {
          var trouble = calls.carryOut(seen, kill);
          loop.run(() -> killed(id, trouble));
        });
  }

  private void killed(String id, Optional<Trouble> trouble) {
    killing.remove(id);
    if (trouble.isPresent()) {
      loop.after(PodRetries.PAUSE, this::look);
    } else {
      look();
    }
  }

  /// Carries out actions one after another. What fails for one container does not keep another from
  /// being tried; what fails for the pod ends the pass.
  private void act(Pod seen, List<Action> actions) {
    var found = new ArrayList<Trouble>();
    var fine = new ArrayList<String>();
    for (var action : actions) {
      if (action instanceof Action.Forget) {
        loop.run(() -> forget(seen));
        return;
      }
      var trouble = calls.carryOut(seen, action);
      trouble.ifPresent(found::add);
      if (trouble.isEmpty()) {
        fine.add(action.containerName());
      } else if (trouble.get().container().isEmpty()) {
        break;
      }
    }
    loop.run(() -> acted(found, fine));
  }

  private void acted(List<Trouble> found, List<String> fine) {
    var trouble = retries.acted(found, fine, loop.now());
    again |= trouble.isEmpty();
    trouble.ifPresentOrElse(this::failed, this::done);
  }

  private void done() {
    busy = false;
    if (again) {
      look();
    }
  }

  /// Once nothing is left of a pod and its last status is written, lets its object go.
  private void forget(Pod seen) {
    if (wanted && !writer.isDone()) {
      busy = false;
      return;
    }
    var delete = wanted;
    loop.spawn(
        "forget pod " + uid,
        () -> {
          var trouble =
              calls
                  .carryOut(seen, new Action.Forget())
                  .or(() -> delete ? calls.tellDeleted(seen) : Optional.empty());
          loop.run(() -> trouble.ifPresentOrElse(this::failed, this::forgotten));
        });
  }

  private void failed(Trouble trouble) {
    tell("", Type.WARNING, trouble.reason(), trouble.message());
    pause();
  }

  private void forgotten() {
    over = true;
    if (!wanted) {
      end();
    }
  }

  private void end() {
    close();
    ended.run();
  }

  /// Stops working on the pod, whatever state it is in.
  void close() {
    over = true;
    timer.cancel();
    probes.close();
    writer.close();
  }

  private void answered(Probe probe, Answer answer, boolean changed) {
    if (!answer.good()) {
      tell(
          probe.container().name(),
          Type.WARNING,
          "Unhealthy",
          "%s probe failed: %s".formatted(probe.kind(), answer.message()));
    }
    if (changed) {
      look();
    }
  }

  private void tell(String container, Type type, String reason, String message) {
    pod.filter(_ -> wanted)
        .ifPresent(seen -> ports.events().event(seen, container, type, reason, message));
  }
}
