package timonier.kubelet;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import timonier.kit.loop.EventLoop;
import timonier.kubelet.PodPlan.Action;
import timonier.kubelet.containers.ContainerSecurity;
import timonier.kubelet.containers.HostsFile;
import timonier.kubelet.containers.LastWords;
import timonier.kubelet.containers.ProcessSharing;
import timonier.kubelet.containers.Question;
import timonier.kubelet.containers.Resize;
import timonier.kubelet.containers.Trouble;
import timonier.kubelet.ports.EnvironmentSource;
import timonier.kubelet.ports.EventSink.Type;
import timonier.pods.Container;
import timonier.pods.Pod;
import timonier.pods.runtime.ContainerRuntime;
import timonier.pods.runtime.ContainerRuntime.ContainerConfig;
import timonier.pods.runtime.ContainerRuntime.ContainerRecord;
import timonier.pods.runtime.ContainerRuntime.Sandbox;
import timonier.pods.runtime.RuntimeFailure;

/// Carries out what was planned for a pod. All of it blocks, so it is done in spawned work.
final class PodCalls {

  /// The label that keeps how long a pod may take to stop, for a kubelet that finds nothing of the
  /// pod but its sandbox.
  static final String GRACE = "io.kubernetes.pod.terminationGracePeriod";

  private final EventLoop loop;
  private final Kubelet.Settings settings;
  private final Kubelet.Ports ports;
  private final ContainerRuntime runtime;

  PodCalls(EventLoop loop, Kubelet.Settings settings, Kubelet.Ports ports) {
    this.loop = loop;
    this.settings = settings;
    this.ports = ports;
    this.runtime = ports.runtime();
  }

  /// Carries out one action.
  ///
  /// @return what went wrong, if something did
  Optional<Trouble> carryOut(Pod pod, Action action) {
    return switch (action) {
      case Action.RunSandbox run -> attempt("", "FailedCreatePodSandBox", () -> run(pod, run));
      case Action.Create create -> create(pod, create);
      case Action.Start start -> start(pod, start);
      case Action.GiveLimits give -> resize(pod, give);
      case Action.Kill kill -> attempt("", "KillContainerError", () -> kill(pod, kill));
      case Action.RemoveContainer remove ->
          attempt("", "RemoveContainerError", () -> runtime.removeContainer(remove.id()));
      case Action.StopSandbox stop ->
          attempt("", "KillPodSandboxError", () -> runtime.stopSandbox(stop.id()));
      case Action.RemoveSandbox remove ->
          attempt("", "RemovePodSandboxError", () -> runtime.removeSandbox(remove.id()));
      case Action.Forget _ -> attempt("", "FailedUnmount", () -> unmount(pod.metadata().uid()));
      case Action.Wait _, Action.LookAgain _ -> Optional.empty();
    };
  }

  /// Reports that nothing is left of a pod.
  Optional<Trouble> tellDeleted(Pod pod) {
    try {
      ports.sink().deleted(pod);
      return Optional.empty();
    } catch (RuntimeException failure) {
      return Optional.of(Trouble.of("", "FailedDelete", failure));
    }
  }

  private static Optional<Trouble> attempt(String container, String reason, Runnable work) {
    try {
      work.run();
      return Optional.empty();
    } catch (RuntimeException failure) {
      return Optional.of(Trouble.of(container, reason, failure));
    }
  }

  private void run(Pod pod, Action.RunSandbox run) {
    var spec = pod.spec();
    var metadata = pod.metadata();
    var grace = spec.terminationGracePeriodSeconds().orElse(30L);
    runtime.runSandbox(
        new Sandbox.Config(
            metadata.namespace(),
            metadata.name(),
            metadata.uid(),
            run.attempt(),
            HostsFile.hostname(pod),
            spec.hostNetwork(),
            Map.of(GRACE, Long.toString(grace)),
            ProcessSharing.of(spec)));
  }

  private void unmount(String uid) {
    ports.volumes().forEach(source -> source.unmount(uid));
  }

  private Optional<Trouble> create(Pod pod, Action.Create create) {
    var container = create.container();
    try {
      pull(pod, container);
      var config = config(pod, create);
      runtime.createContainer(create.sandbox().id(), config);
      if (create.attempt() == 0) {
        unkept(pod, container, config)
            .forEach(what -> tell(pod, container, Type.WARNING, "NotKept", what));
      }
      tell(pod, container, Type.NORMAL, "Created", "Created container: " + container.name());
      return Optional.empty();
    } catch (RuntimeException failure) {
      var known =
          failure instanceof RuntimeFailure runtime ? runtime.reason() : "CreateContainerError";
      var trouble = Trouble.of(container.name(), known, failure);
      tell(pod, container, Type.WARNING, "Failed", "Error: " + known + ": " + trouble.message());
      return Optional.of(trouble);
    }
  }

  /// The wishes about a container and the volumes it mounts that this node ignores.
  private Stream<String> unkept(Pod pod, Container container, ContainerConfig config) {
    var mounted = container.volumeMounts().stream().map(Container.VolumeMount::name).toList();
    var volumes =
        pod.spec().volumes().stream()
            .filter(volume -> mounted.contains(volume.name()))
            .flatMap(volume ->
                ports.volumes().stream().flatMap(source -> source.unkept(volume).stream()));
    return Stream.concat(runtime.unkept(config).stream(), volumes);
  }

  private void pull(Pod pod, Container container) {
    var image = container.image();
    var policy = container.imagePullPolicy();
    var there = runtime.imageId(image).isPresent();
    if (there && !policy.equals("Always")) {
      var message = "Container image \"%s\" already present on machine".formatted(image);
      tell(pod, container, Type.NORMAL, "Pulled", message);
      return;
    }
    if (policy.equals("Never")) {
      throw new RuntimeFailure(
          "ErrImageNeverPull",
          "Container image \"%s\" is not present with pull policy of Never".formatted(image));
    }
    tell(pod, container, Type.NORMAL, "Pulling", "Pulling image \"%s\"".formatted(image));
    var isNoted = runtime.pullImage(image).startsWith(ContainerRuntime.NOTED);
    var message =
        isNoted
            ? "Image \"%s\" is only noted: the container's command is run on this machine"
            : "Successfully pulled image \"%s\"";
    tell(pod, container, Type.NORMAL, "Pulled", message.formatted(image));
  }

  private ContainerConfig config(Pod pod, Action.Create create) {
    var container = create.container();
    var place =
        new EnvironmentSource.Place(
            pod, container, address(pod, create.sandbox()), settings.nodeAddress());
    var environment = Environment.of(ports.environments(), place);
    return new ContainerConfig(
        container.name(),
        create.attempt(),
        container.image(),
        container.command().stream().map(environment::expand).toList(),
        container.args().stream().map(environment::expand).toList(),
        container.workingDir(),
        environment.variables(),
        new ContainerMounts(ports, pod, create, environment).list(),
        labels(pod, container),
        container.stdin(),
        container.stdinOnce(),
        container.tty(),
        Resize.limits(container),
        ContainerSecurity.of(pod, container),
        ProcessSharing.target(runtime, create.sandbox(), container));
  }

  private static Map<String, String> labels(Pod pod, Container container) {
    var labels = new TreeMap<String, String>();
    if (container.terminationMessagePolicy().equals(LastWords.FALLBACK)) {
      labels.put(LastWords.POLICY, LastWords.FALLBACK);
    }
    if (pod.spec().initContainers().contains(container) && !container.isSidecar()) {
      labels.put(ContainerConfig.ENDS, "true");
    }
    return labels;
  }

  private String address(Pod pod, Sandbox sandbox) {
    return pod.spec().hostNetwork() ? settings.nodeAddress() : sandbox.address();
  }

  private Optional<Trouble> start(Pod pod, Action.Start start) {
    var container = start.container();
    var record = start.record();
    try {
      runtime.startContainer(record.id());
    } catch (RuntimeException failure) {
      var trouble = Trouble.of(container.name(), "RunContainerError", failure);
      tell(pod, container, Type.WARNING, "Failed", "Error: " + trouble.message());
      return Optional.of(trouble).filter(_ -> !isEnd(failure));
    }
    tell(pod, container, Type.NORMAL, "Started", "Started container " + container.name());
    return container
        .lifecycle()
        .flatMap(Container.Lifecycle::postStart)
        .flatMap(hook -> postStart(pod, container, record, hook));
  }

  /// Whether a container that did not start has ended by that: then there is nothing to try again,
  /// but another container may follow.
  private static boolean isEnd(RuntimeException failure) {
    return failure instanceof RuntimeFailure known
        && known.reason().equals(RuntimeFailure.START_ERROR);
  }

  private Optional<Trouble> postStart(
      Pod pod, Container container, ContainerRecord record, Container.Handler hook) {
    var grace = Duration.ofSeconds(pod.spec().terminationGracePeriodSeconds().orElse(30L));
    var answer = Question.of(container, hook).ask(loop, runtime, record, grace);
    if (answer.good()) {
      return Optional.empty();
    }
    var message = "PostStartHook failed: " + answer.message();
    tell(pod, container, Type.WARNING, "FailedPostStartHook", message);
    return attempt(
            container.name(), "KillContainerError", () -> runtime.stopContainer(record.id(), grace))
        .or(() -> Optional.of(new Trouble(container.name(), "PostStartHookError", message)));
  }

  private Optional<Trouble> resize(Pod pod, Action.GiveLimits give) {
    var name = give.record().config().name();
    try {
      runtime.updateContainer(give.record().id(), give.limits());
      ports.events().event(pod, name, Type.NORMAL, "ResizeCompleted", "Pod resize completed");
      return Optional.empty();
    } catch (RuntimeException failure) {
      var reason = failure instanceof RuntimeFailure known ? known.reason() : "Error";
      var trouble = Trouble.of(give.containerName(), reason, failure);
      ports.events().event(pod, name, Type.WARNING, Resize.event(trouble), trouble.message());
      return Optional.of(trouble);
    }
  }

  /// Stops a container; its hook and its own shutdown share the grace.
  private void kill(Pod pod, Action.Kill kill) {
    var name = kill.record().config().name();
    var container =
        pod.spec().allContainers().filter(candidate -> candidate.name().equals(name)).findFirst();
    var begin = loop.now();
    container
        .flatMap(Container::lifecycle)
        .flatMap(Container.Lifecycle::preStop)
        .filter(_ -> !kill.grace().isZero())
        .ifPresent(hook -> preStop(pod, container.get(), kill, hook));
    runtime.stopContainer(kill.record().id(), rest(kill.grace(), begin));
  }

  private Duration rest(Duration grace, Instant begin) {
    var left = grace.minus(Duration.between(begin, loop.now()));
    var least = grace.compareTo(StopOrder.LEAST) < 0 ? grace : StopOrder.LEAST;
    return left.compareTo(least) < 0 ? least : left;
  }

  private void preStop(Pod pod, Container container, Action.Kill kill, Container.Handler hook) {
    var answer = Question.of(container, hook).ask(loop, runtime, kill.record(), kill.grace());
    if (!answer.good()) {
      var message = "PreStopHook failed: " + answer.message();
      tell(pod, container, Type.WARNING, "FailedPreStopHook", message);
    }
  }

  private void tell(Pod pod, Container container, Type type, String reason, String message) {
    ports.events().event(pod, container.name(), type, reason, message);
  }
}
