package timonier.pods.docker;

import static timonier.pods.runtime.RuntimeFailure.START_ERROR;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import timonier.kit.loop.EventLoop;
import timonier.kit.loop.NetworkNamespace;
import timonier.pods.ImageReference;
import timonier.pods.runtime.ContainerRuntime;
import timonier.pods.runtime.Limits;
import timonier.pods.runtime.RuntimeFailure;
import timonier.pods.runtime.SocketConnection;

/// Containers of the Docker Engine.
///
/// A sandbox is a container that only waits: it holds the pod's network and shared memory, which
/// the pod's containers join. All state is in labels, so that a restarted runtime finds what it
/// made, and several clusters can share an engine. The fields here never change.
public final class DockerRuntime implements ContainerRuntime {

  /// How long a pull may make no progress, as in Kubernetes' `imagePullProgressDeadline`.
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final EventLoop loop;
  private final Engine engine;
  private final Place place;
  private final EngineEvents events;
  private final EngineContainers containers;
  private final List<Consumer<RuntimeEvent>> listeners = new CopyOnWriteArrayList<>();

  /// Calls that make something share it. Closing waits for all of them, and then keeps it, so that
  /// nothing more is made.
  private final ReadWriteLock making = new ReentrantReadWriteLock();

  private boolean closed;

  /// Where containers are made.
  ///
  /// @param cluster the cluster's name, unique on the engine
  /// @param node the node's name
  /// @param network the engine's network for pods
  public record Place(String cluster, String node, String network) {

    Map<String, String> labels() {
      return Map.of(DockerRecords.CLUSTER, cluster, DockerRecords.NODE, node);
    }
  }

  /// Takes over what a node has on an engine, if anything.
  public DockerRuntime(EventLoop loop, Engine engine, Place place) {
    this.loop = loop;
    this.engine = engine;
    this.place = place;
    this.containers = EngineContainers.of(engine, place.labels());
    this.events = new EngineEvents(loop, engine, place.labels(), new Listener());
    events.start();
  }

  /// Passes the engine's events on. When the engine is back, reports that anything may have ended
  /// meanwhile.
  private final class Listener implements EngineEvents.Listener {
    @Override
    public void connected() {
      try {
        seen().stream()
            .filter(found -> !DockerRecords.isRunning(found))
            .forEach(found -> ended(found.id(), found.labels()));
      } catch (RuntimeFailure _) {
        // the engine is away again; connected() is called once it is back
      }
    }

    @Override
    public void ended(String id, Map<String, String> noted) {
      containers.ended(id);
      var sandbox = noted.get(DockerRecords.SANDBOX);
      var event = sandbox == null ? new RuntimeEvent(id, "") : new RuntimeEvent(sandbox, id);
      listeners.forEach(listener -> listener.accept(event));
    }
  }

  static <T> T ask(String reason, Supplier<T> call) {
    try {
      return call.get();
    } catch (EngineFailure failure) {
      var known = failure.isLate() ? "DeadlineExceeded" : reason;
      throw new RuntimeFailure(
          failure.isAway() ? RuntimeFailure.UNAVAILABLE : known,
          String.valueOf(failure.getMessage()));
    }
  }

  static void tell(String reason, Runnable call) {
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
    return ask(RuntimeFailure.UNAVAILABLE, engine::version);
  }

  private List<Details> seen() {
    return ask("ListFailed", containers::all);
  }

  private Details details(String id) {
    return ask("InspectFailed", () -> containers.find(id))
        .orElseThrow(() -> new RuntimeFailure("NotFound", "there is no container " + id));
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
    return make(
        "FailedCreatePodSandBox",
        () -> {
          var pause = new PauseImage(engine).name();
          return engine.create(
              DockerRecords.sandbox(place, config, newName("pod", config.name()), pause));
        });
  }

  /// Makes something on the engine, which completes it even if the caller ends meanwhile.
  private String make(String reason, Supplier<String> call) {
    making.readLock().lock();
    try {
      if (closed) {
        throw new RuntimeFailure(RuntimeFailure.UNAVAILABLE, "the runtime was closed");
      }
      return ask(reason, call);
    } finally {
      making.readLock().unlock();
    }
  }

  private String newName(String... words) {
    return "timonier_%s_%08x".formatted(String.join("_", words), loop.random().nextInt());
  }

  @Override
  public void stopSandbox(String id) {
    var running = seen().stream().filter(DockerRecords::isRunning).toList();
    running.stream()
        .filter(found -> id.equals(found.labels().get(DockerRecords.SANDBOX)))
        .forEach(found -> stopContainer(found.id(), Duration.ZERO));
    stopContainer(id, Duration.ZERO);
  }

  @Override
  public void removeSandbox(String id) {
    seen().stream()
        .filter(found -> id.equals(found.labels().get(DockerRecords.SANDBOX)))
        .forEach(found -> removeContainer(found.id()));
    removeContainer(id);
  }

  @Override
  public List<Sandbox> sandboxes() {
    return seen().stream()
        .filter(found -> !found.labels().containsKey(DockerRecords.SANDBOX))
        .map(DockerRecords::sandbox)
        .toList();
  }

  @Override
  public String pullImage(String image) {
    ImageReference.requireName(image);
    var own =
        ask("ErrImagePull", () -> engine.image(image))
            .filter(found -> found.labels().containsKey(DockerRecords.LOCAL));
    if (own.isEmpty()) {
      tell("ErrImagePull", () -> engine.pull(image, PATIENCE));
    }
    return imageId(image)
        .orElseThrow(() -> new RuntimeFailure("ErrImagePull", "the engine has no image " + image));
  }

  @Override
  public Optional<String> imageId(String image) {
    return ask("ImageInspectError", () -> engine.image(image)).map(Engine.Image::id);
  }

  @Override
  public String createContainer(String sandboxId, ContainerConfig config) {
    var sandbox = DockerRecords.sandbox(details(sandboxId));
    RuntimeFailure.requireTarget(sandboxId, config, this::containers);
    var name = newName(sandbox.config().name(), config.name(), Integer.toString(config.attempt()));
    return make(
        "CreateContainerError",
        () -> engine.create(DockerRecords.container(place, sandbox, config, name)));
  }

  @Override
  public void startContainer(String id) {
    try {
      tell("RunContainerError", () -> engine.start(id));
    } catch (RuntimeFailure failure) {
      throw isOver(id)
          ? new RuntimeFailure(START_ERROR, String.valueOf(failure.getMessage()))
          : failure;
    }
  }

  /// Whether a container that was just created has ended already: it could not be started.
  private boolean isOver(String id) {
    containers.ended(id);
    try {
      return ask("InspectFailed", () -> engine.inspect(id))
          .filter(DockerRecords::isUnstartable)
          .isPresent();
    } catch (RuntimeFailure _) {
      return false; // the engine is away, as the failure says
    }
  }

  @Override
  public void updateContainer(String id, Limits limits) {
    tell("Error", () -> engine.change(id, DockerRecords.limits(limits)));
    containers.changed(id);
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
        .filter(found -> found.labels().containsKey(DockerRecords.SANDBOX))
        .map(DockerRecords::container)
        .toList();
  }

  private void mustRun(String id) {
    if (ask(RuntimeFailure.UNAVAILABLE, () -> engine.inspect(id))
        .filter(DockerRecords::isRunning)
        .isEmpty()) {
      throw new RuntimeFailure("NotRunning", "container " + id + " is not running");
    }
  }

  @Override
  public Session exec(String id, ExecOptions options) {
    mustRun(id);
    var command =
        new Engine.Command(options.command(), options.tty(), options.stdin(), options.timeout());
    return new DockerSession(ask("ExecFailed", () -> engine.exec(loop, id, command)));
  }

  @Override
  public Session attach(String id, boolean stdin) {
    mustRun(id);
    var tty = DockerRecords.container(details(id)).config().tty();
    return new DockerSession(ask("AttachFailed", () -> engine.attach(id, stdin, tty)));
  }

  @Override
  public void logs(String id, LogOptions options, OutputStream out) {
    var wanted =
        new EngineLog.Wanted(
            options.follow(),
            options.tailLines(),
            options.since(),
            options.timestamps(),
            options.limitBytes(),
            DockerRecords.container(details(id)).config().tty());
    tell("LogFailed", () -> new EngineLog(engine, wanted, out).copy(id));
  }

  @Override
  public Connection dial(String sandboxId, From from, int port, Duration timeout) {
    var found = details(sandboxId);
    var address = DockerRecords.sandbox(found).address();
    try {
      return from == From.NODE
          ? SocketConnection.to(address, port, timeout)
          : inside(found.pid(), address, port, timeout);
    } catch (IOException e) {
      throw new RuntimeFailure(
          "ConnectionRefused", "dial tcp %s:%d: %s".formatted(address, port, e.getMessage()));
    }
  }

  /// Connects to the pod's address, or else from inside its network to its localhost.
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

  /// Waits for what is being made; afterwards nothing more is made.
  @Override
  public void close() {
    making.writeLock().lock();
    closed = true;
    making.writeLock().unlock();
    listeners.clear();
    events.close();
  }
}
