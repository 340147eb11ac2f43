package timonier.pods;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import timonier.kit.loop.EventLoop;
import timonier.pods.docker.Blueprint;
import timonier.pods.docker.Details;
import timonier.pods.docker.Engine;
import timonier.pods.docker.EngineEvents;
import timonier.pods.docker.EngineFailure;
import timonier.pods.docker.EngineLog;
import timonier.pods.docker.PauseImage;
import timonier.pods.process.NetworkNamespace;

/// Containers of the Docker Engine.
///
/// A sandbox is a container that only waits: it holds the pod's network and shared memory, which
/// the pod's containers join. All that must be known later is in labels, so that a runtime which
/// starts again finds what it made, and several clusters can share an engine. Nothing is kept here
/// but what cannot change.
public final class DockerRuntime implements ContainerRuntime {

  /// Which cluster's a container or network is.
  public static final String CLUSTER = "timonier.cluster";

  private static final String NODE = "timonier.node";
  private static final String SANDBOX = "timonier.sandbox";
  private static final String CONFIG = "timonier.config";

  /// How long a pull may make no progress, as in Kubernetes' `imagePullProgressDeadline`.
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final EventLoop loop;
  private final Engine engine;
  private final Place place;
  private final EngineEvents events;
  private final Map<String, Details> known = new ConcurrentHashMap<>();
  private final List<Consumer<RuntimeEvent>> listeners = new CopyOnWriteArrayList<>();

  /// Where containers are made.
  ///
  /// @param cluster the cluster's name, which no other cluster of the engine has
  /// @param node the node's name
  /// @param network the engine's network on which pods are
  public record Place(String cluster, String node, String network) {

    Map<String, String> labels() {
      return Map.of(CLUSTER, cluster, NODE, node);
    }
  }

  /// Takes up what a node has on an engine, or begins there.
  public DockerRuntime(EventLoop loop, Engine engine, Place place) {
    this.loop = loop;
    this.engine = engine;
    this.place = place;
    this.events = new EngineEvents(loop, engine, place.labels(), new Listener());
    events.start();
  }

  /// Tells what the engine tells; when it comes back, that anything may have ended meanwhile.
  private final class Listener implements EngineEvents.Listener {
    @Override
    public void connected() {
      try {
        seen().stream()
            .filter(found -> !isRunning(found))
            .forEach(found -> ended(found.id(), found.labels()));
      } catch (RuntimeFailure _) {
        // it went away again, and will be connected again
      }
    }

    @Override
    public void ended(String id, Map<String, String> noted) {
      var sandbox = noted.get(SANDBOX);
      var event = sandbox == null ? new RuntimeEvent(id, "") : new RuntimeEvent(sandbox, id);
      listeners.forEach(listener -> listener.accept(event));
    }
  }

  private static <T> T ask(String reason, Supplier<T> call) {
    try {
      return call.get();
    } catch (EngineFailure failure) {
      throw new RuntimeFailure(reason, String.valueOf(failure.getMessage()));
    }
  }

  private static void tell(String reason, Runnable call) {
    ask(
        reason,
        () -> {
          call.run();
          return true;
        });
  }

  @Override
  public String name() {
    return "docker";
  }

  @Override
  public String version() {
    return ask("EngineUnavailable", engine::version);
  }

  private static String newName(EventLoop loop, String... words) {
    var name = "timonier_" + String.join("_", words);
    return "%s_%08x".formatted(name, loop.random().nextInt());
  }

  /// What the engine has of this node. Of what does not run any more, and of what runs still,
  /// details are asked for once only.
  private List<Details> seen() {
    var listed = ask("EngineUnavailable", () -> engine.containers(place.labels()));
    var found = new TreeMap<String, Details>();
    for (var container : listed) {
      var before = known.get(container.id());
      if (before != null && before.state().equals(container.state())) {
        found.put(container.id(), before);
      } else {
        ask("EngineUnavailable", () -> engine.inspect(container.id()))
            .ifPresent(details -> {
              known.put(details.id(), details);
              found.put(details.id(), details);
            });
      }
    }
    known.keySet().retainAll(found.keySet());
    return found.values().stream()
        .sorted(Comparator.comparing(Details::createdAt).thenComparing(Details::id))
        .toList();
  }

  /// A container or sandbox; not asked for again when it is known, so that pods can be reached
  /// while the engine is away.
  private Details details(String id) {
    var found = known.get(id);
    return found != null
        ? found
        : ask("EngineUnavailable", () -> engine.inspect(id))
            .filter(details -> details.labels().entrySet().containsAll(place.labels().entrySet()))
            .orElseThrow(() -> new RuntimeFailure("NotFound", "there is no container " + id));
  }

  private static boolean isRunning(Details details) {
    return switch (details.state()) {
      case "running", "paused", "restarting" -> true;
      default -> false;
    };
  }

  @Override
  public synchronized String runSandbox(Sandbox.Config config) {
    var before =
        sandboxes().stream()
            .filter(made -> made.config().uid().equals(config.uid()))
            .filter(made -> made.config().attempt() == config.attempt())
            .findFirst();
    var id = before.map(Sandbox::id).orElseGet(() -> createSandbox(config));
    tell("FailedCreatePodSandBox", () -> engine.start(id));
    return id;
  }

  private String createSandbox(Sandbox.Config config) {
    return ask(
        "FailedCreatePodSandBox",
        () ->
            engine.create(
                new Blueprint(
                    newName(loop, "pod", config.name()),
                    new PauseImage(engine).name(),
                    List.of(),
                    List.of(),
                    "",
                    Map.of(),
                    labels(config, config, Map.of("io.kubernetes.container.name", "POD")),
                    List.of(),
                    config.hostNetwork()
                        ? new Blueprint.Sharing("host", "shareable", "")
                        : new Blueprint.Sharing(place.network(), "shareable", config.hostname()),
                    new Blueprint.Terminal(false, false, false),
                    new Blueprint.Limits(0, 0, 0))));
  }

  private Map<String, String> labels(Sandbox.Config pod, Object config, Map<String, String> more) {
    var labels = new TreeMap<>(place.labels());
    labels.put(CONFIG, new String(JsonFormat.bytes(config), StandardCharsets.UTF_8));
    labels.put("io.kubernetes.pod.name", pod.name());
    labels.put("io.kubernetes.pod.namespace", pod.namespace());
    labels.put("io.kubernetes.pod.uid", pod.uid());
    labels.putAll(more);
    return labels;
  }

  private static <T> T config(Details details, Class<T> type) {
    var config = details.labels().getOrDefault(CONFIG, "{}");
    return JsonFormat.read(config.getBytes(StandardCharsets.UTF_8), type);
  }

  @Override
  public void stopSandbox(String id) {
    var running = seen().stream().filter(DockerRuntime::isRunning).toList();
    running.stream()
        .filter(found -> id.equals(found.labels().get(SANDBOX)))
        .forEach(found -> stopContainer(found.id(), Duration.ZERO));
    stopContainer(id, Duration.ZERO);
  }

  @Override
  public void removeSandbox(String id) {
    seen().stream()
        .filter(found -> id.equals(found.labels().get(SANDBOX)))
        .forEach(found -> removeContainer(found.id()));
    removeContainer(id);
  }

  @Override
  public List<Sandbox> sandboxes() {
    return seen().stream()
        .filter(found -> !found.labels().containsKey(SANDBOX))
        .map(DockerRuntime::sandbox)
        .toList();
  }

  private static Sandbox sandbox(Details found) {
    var config = config(found, Sandbox.Config.class);
    var address = config.hostNetwork() ? "127.0.0.1" : found.address();
    var running = isRunning(found);
    return new Sandbox(found.id(), config, running, running ? address : "", found.createdAt());
  }

  @Override
  public String pullImage(String image) {
    var own =
        ask("ErrImagePull", () -> engine.image(image))
            .filter(found -> found.labels().containsKey(LOCAL));
    if (own.isEmpty()) {
      tell("ErrImagePull", () -> engine.pull(image, PATIENCE));
    }
    return imageId(image)
        .orElseThrow(() -> new RuntimeFailure("ErrImagePull", "the engine has no image " + image));
  }

  /// The label of an image that was made on this machine: no registry has it.
  public static final String LOCAL = "timonier.local";

  @Override
  public Optional<String> imageId(String image) {
    return ask("ImageInspectError", () -> engine.image(image)).map(Engine.Image::id);
  }

  @Override
  public String createContainer(String sandboxId, ContainerConfig config) {
    var pod = config(details(sandboxId), Sandbox.Config.class);
    var named = Map.of("io.kubernetes.container.name", config.name(), SANDBOX, sandboxId);
    var limits = config.limits().orElse(new Limits(0, 0, 0));
    var name = newName(loop, pod.name(), config.name(), Integer.toString(config.attempt()));
    return ask(
        "CreateContainerError",
        () ->
            engine.create(
                new Blueprint(
                    name,
                    config.image(),
                    config.command(),
                    config.args(),
                    config.workingDir(),
                    config.env(),
                    labels(pod, config, named),
                    config.mounts().stream().map(DockerRuntime::bind).toList(),
                    new Blueprint.Sharing("container:" + sandboxId, "container:" + sandboxId, ""),
                    new Blueprint.Terminal(config.stdin(), config.stdinOnce(), config.tty()),
                    new Blueprint.Limits(
                        limits.requestedMilliCpu(), limits.milliCpu(), limits.memoryBytes()))));
  }

  private static Blueprint.Bind bind(Mount mount) {
    return new Blueprint.Bind(mount.hostPath(), mount.containerPath(), mount.readOnly());
  }

  @Override
  public void startContainer(String id) {
    tell("RunContainerError", () -> engine.start(id));
  }

  @Override
  public void stopContainer(String id, Duration grace) {
    tell("KillContainerError", () -> engine.stop(id, grace));
  }

  @Override
  public void removeContainer(String id) {
    tell("RemoveContainerError", () -> engine.remove(id));
  }

  @Override
  public List<ContainerRecord> containers() {
    return seen().stream()
        .filter(found -> found.labels().containsKey(SANDBOX))
        .map(DockerRuntime::record)
        .toList();
  }

  private static ContainerRecord record(Details found) {
    var state = state(found);
    var ended = state == State.EXITED;
    return new ContainerRecord(
        found.id(),
        found.labels().getOrDefault(SANDBOX, ""),
        config(found, ContainerConfig.class),
        found.imageId(),
        state,
        found.pid(),
        found.createdAt(),
        found.startedAt(),
        ended ? found.finishedAt() : Optional.empty(),
        ended ? found.exitCode() : 0,
        ended ? reason(found) : "",
        found.error());
  }

  private static State state(Details found) {
    return found.state().equals("created")
        ? State.CREATED
        : isRunning(found) ? State.RUNNING : State.EXITED;
  }

  private static String reason(Details found) {
    if (found.outOfMemory()) {
      return "OOMKilled";
    }
    return found.exitCode() == 0 ? "Completed" : "Error";
  }

  private void mustRun(String id) {
    if (ask("EngineUnavailable", () -> engine.inspect(id))
        .filter(DockerRuntime::isRunning)
        .isEmpty()) {
      throw new RuntimeFailure("NotRunning", "container " + id + " is not running");
    }
  }

  @Override
  public Session exec(String id, ExecOptions options) {
    mustRun(id);
    var exec =
        ask("ExecFailed", () -> engine.exec(id, options.command(), options.tty(), options.stdin()));
    return new DockerExecSession(loop, exec, options.timeout());
  }

  @Override
  public Session attach(String id, boolean stdin) {
    mustRun(id);
    var tty = config(details(id), ContainerConfig.class).tty();
    var stream = ask("AttachFailed", () -> engine.attach(id, stdin, tty));
    return new DockerAttachment(engine, id, stream);
  }

  @Override
  public void logs(String id, LogOptions options, OutputStream out) {
    var wanted =
        new EngineLog.Wanted(
            options.follow(),
            options.tailLines(),
            options.since(),
            options.timestamps(),
            options.limitBytes());
    tell("LogFailed", () -> new EngineLog(engine, wanted, out).copy(id));
  }

  @Override
  public Connection dial(String sandboxId, From from, int port, Duration timeout) {
    var found = details(sandboxId);
    var address = sandbox(found).address();
    try {
      return from == From.NODE
          ? SocketConnection.to(address, port, timeout)
          : inside(found.pid(), address, port, timeout);
    } catch (IOException e) {
      throw new RuntimeFailure(
          "ConnectionRefused", "dial tcp %s:%d: %s".formatted(address, port, e.getMessage()));
    }
  }

  /// Connects by the pod's address, else from inside its network, where its localhost is.
  private static Connection inside(long pid, String address, int port, Duration timeout)
      throws IOException {
    try {
      return SocketConnection.to(address, port, timeout);
    } catch (IOException _) {
      var namespace = Path.of("/proc/" + pid + "/ns/net");
      return SocketConnection.of(NetworkNamespace.localhost(namespace, port, timeout));
    }
  }

  @Override
  public EventLoop.Cancellable subscribe(Consumer<RuntimeEvent> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  @Override
  public void close() {
    listeners.clear();
    events.close();
  }
}
