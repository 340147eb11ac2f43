package timonier.pods.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import timonier.kit.loop.EventLoop;
import timonier.pods.ImageReference;
import timonier.pods.host.PodNetwork;
import timonier.pods.host.Processes;
import timonier.pods.process.RuntimeFolder.KeptContainer;
import timonier.pods.process.RuntimeFolder.KeptSandbox;
import timonier.pods.programs.Catalogue;
import timonier.pods.runtime.ContainerRuntime;
import timonier.pods.runtime.Limits;
import timonier.pods.runtime.RuntimeFailure;
import timonier.pods.runtime.SocketConnection;

/// Containers as processes of the operating system.
///
/// All its state is in its [RuntimeFolder], so that another one can take over. The containers'
/// parent is a [Supervisor], which starts with the first of them and goes on when this is closed.
/// An edge class.
public final class ProcessRuntime implements ContainerRuntime {

  /// The address of pods that use the node's own network.
  private static final String HOST = "127.0.0.1";

  private final EventLoop loop;
  private final RuntimeFolder folder;
  private final PodNetwork network;
  private final Catalogue catalogue;
  private final Confinements confinements;
  private final Launches launches;
  private final Supervision supervision;
  private final List<Consumer<RuntimeEvent>> listeners = new CopyOnWriteArrayList<>();

  /// Once true, nothing more is made; what was being made then is whole or gone.
  private boolean closed;

  /// Takes over what is in a folder, if anything.
  public ProcessRuntime(EventLoop loop, Path folder, PodNetwork network, Tools tools) {
    this.loop = loop;
    this.folder = new RuntimeFolder(folder.toAbsolutePath());
    this.network = network;
    this.confinements = new Confinements(this.folder, tools, network);
    this.launches = new Launches(this.folder, confinements);
    this.catalogue = tools.catalogue(confinements.arePossible());
    this.folder.prepare();
    this.supervision =
        new Supervision(
            loop,
            this.folder,
            tools.supervisor(this.folder.path().resolve("supervisor")),
            kept -> tell(new RuntimeEvent(kept.sandboxId(), kept.id())));
    supervision.takeUp();
  }

  private static RuntimeFailure failure(String reason, IOException cause) {
    return new RuntimeFailure(reason, String.valueOf(cause.getMessage()));
  }

  private void tell(RuntimeEvent event) {
    listeners.forEach(listener -> listener.accept(event));
  }

  @Override
  public String name() {
    return "process";
  }

  @Override
  public String version() {
    return "1.0";
  }

  private String newId() {
    return "%016x%016x".formatted(loop.random().nextLong(), loop.random().nextLong());
  }

  private KeptSandbox sandbox(String id) {
    return folder
        .findSandbox(id)
        .orElseThrow(() -> new RuntimeFailure("NotFound", "there is no sandbox " + id));
  }

  private KeptContainer container(String id) {
    return folder
        .findContainer(id)
        .orElseThrow(() -> new RuntimeFailure("NotFound", "there is no container " + id));
  }

  @Override
  public synchronized String runSandbox(Sandbox.Config config) {
    if (closed) {
      throw new RuntimeFailure(RuntimeFailure.UNAVAILABLE, "the runtime was closed");
    }
    for (var kept : folder.sandboxes()) {
      if (kept.config().uid().equals(config.uid()) && kept.config().attempt() == config.attempt()) {
        if (isRunning(kept)) {
          return kept.id();
        }
        removeSandbox(kept.id());
      }
    }
    return config.hostNetwork() ? keep(config, 0, HOST) : makeSandbox(config);
  }

  private String keep(Sandbox.Config config, int number, String address) {
    var id = newId();
    folder.keep(new KeptSandbox(id, config, true, address, number, loop.now().toEpochMilli()));
    return id;
  }

  /// Records the sandbox before it makes it, so that a half-made one can be removed.
  private String makeSandbox(Sandbox.Config config) {
    var running = folder.sandboxes().stream().filter(KeptSandbox::running);
    var number = PodNetwork.free(running.map(KeptSandbox::number).collect(Collectors.toSet()));
    var id = keep(config, number, network.address(number));
    try {
      network.join(id, number);
      return id;
    } catch (RuntimeFailure failure) {
      network.leave(id);
      folder.removeSandbox(id);
      throw failure;
    }
  }

  /// Whether a sandbox runs. Checks what it needs, because after a reboot only its record is left.
  private boolean isRunning(KeptSandbox kept) {
    return kept.running() && (kept.config().hostNetwork() || network.isJoined(kept.id()));
  }

  @Override
  public void stopSandbox(String id) {
    var kept = folder.findSandbox(id);
    if (kept.isEmpty() || !kept.get().running()) {
      return;
    }
    containers().stream()
        .filter(c -> c.sandboxId().equals(id) && c.state() == State.RUNNING)
        .forEach(c -> stopContainer(c.id(), Duration.ZERO));
    if (!kept.get().config().hostNetwork()) {
      network.leave(id);
    }
    folder.keepStopped(id);
    tell(new RuntimeEvent(id, ""));
  }

  @Override
  public void removeSandbox(String id) {
    stopSandbox(id);
    containers().stream()
        .filter(c -> c.sandboxId().equals(id))
        .forEach(c -> removeContainer(c.id()));
    folder.removeSandbox(id);
  }

  @Override
  public List<Sandbox> sandboxes() {
    return folder.sandboxes().stream()
        .map(kept -> (isRunning(kept) ? kept : kept.stopped()).sandbox())
        .sorted(Comparator.comparing(Sandbox::createdAt).thenComparing(Sandbox::id))
        .toList();
  }

  @Override
  public String pullImage(String image) {
    ImageReference.requireName(image);
    return idOrNote(image);
  }

  private String idOrNote(String image) {
    return imageId(image).orElse(NOTED + image);
  }

  @Override
  public Optional<String> imageId(String image) {
    return catalogue.command(image).map(_ -> "catalogue:" + image);
  }

  @Override
  public String createContainer(String sandboxId, ContainerConfig config) {
    sandbox(sandboxId);
    confinements.check(config);
    RuntimeFailure.requireTarget(sandboxId, config, this::containers);
    var command = catalogue.command(config);
    var id = newId();
    folder.keep(new KeptContainer(id, sandboxId, config, command, loop.now().toEpochMilli()));
    return id;
  }

  @Override
  public List<String> unkept(ContainerConfig config) {
    return confinements.unkept(config);
  }

  @Override
  public boolean separatesFiles() {
    return confinements.arePossible();
  }

  @Override
  public void startContainer(String id) {
    var kept = container(id);
    if (!isRunning(sandbox(kept.sandboxId()))) {
      throw new RuntimeFailure("SandboxNotReady", "sandbox " + kept.sandboxId() + " was stopped");
    }
    var supervisor = supervision.supervisor();
    if (!confinements.arePossible()) {
      kept.config().mounts().forEach(folder.linked(id)::mount);
    }
    try {
      supervisor.run(launches.program(kept, sandbox(kept.sandboxId())));
    } catch (IOException e) {
      var isOver = folder.container(id).refusal().isPresent();
      throw failure(isOver ? RuntimeFailure.START_ERROR : "RunContainerError", e);
    }
  }

  @Override
  public void updateContainer(String id, Limits limits) {
    folder.keep(confinements.changed(running(id), limits));
  }

  @Override
  public void stopContainer(String id, Duration grace) {
    var container = folder.container(id);
    var process = container.process();
    if (process.isEmpty() || container.exitCode().isPresent()) {
      return;
    }
    if (!grace.isZero()) {
      Processes.signal(process.get(), "TERM");
      awaitEnd(container, process.get(), grace);
    }
    Processes.signal(process.get(), "KILL");
    awaitEnd(container, process.get(), Duration.ofSeconds(5));
  }

  /// Waits until a container's exit is known, or its grace period is over.
  private void awaitEnd(ContainerFolder container, Processes.Id process, Duration limit) {
    var end = loop.now().plus(limit);
    while (loop.now().isBefore(end) && container.exitCode().isEmpty()) {
      if (!process.isAlive() && !supervision.isAlive()) {
        container.bury();
        return;
      }
      loop.sleep(Duration.ofMillis(10));
    }
  }

  @Override
  public void removeContainer(String id) {
    stopContainer(id, Duration.ZERO);
    folder.removeContainer(id);
  }

  @Override
  public List<ContainerRecord> containers() {
    return folder.containers().stream()
        .map(this::observe)
        .sorted(Comparator.comparing(ContainerRecord::createdAt).thenComparing(ContainerRecord::id))
        .toList();
  }

  /// The state of a container. One that has ended counts as running until its supervisor has
  /// recorded how.
  private State state(ContainerFolder container) {
    if (container.exitCode().isPresent()) {
      return State.EXITED;
    }
    var process = container.process();
    if (process.isEmpty()) {
      return State.CREATED;
    }
    return supervision.isAlive() || process.get().isAlive() ? State.RUNNING : State.EXITED;
  }

  private ContainerRecord observe(KeptContainer kept) {
    var container = folder.container(kept.id());
    var state = state(container);
    var ended = state == State.EXITED;
    var code = ended ? container.exitCode().orElse(ContainerFolder.KILLED) : 0;
    return new ContainerRecord(
        kept.id(),
        kept.sandboxId(),
        kept.config(),
        idOrNote(kept.config().image()),
        state,
        container.process().map(Processes.Id::pid).orElse(0L),
        Instant.ofEpochMilli(kept.createdAt()),
        container.startedAt(),
        ended ? container.endedAt() : Optional.empty(),
        code,
        ended ? container.reason(code) : "",
        container.refusal().orElse(""));
  }

  private KeptContainer running(String id) {
    var kept = container(id);
    if (state(folder.container(id)) != State.RUNNING) {
      throw new RuntimeFailure("NotRunning", "container " + id + " is not running");
    }
    return kept;
  }

  @Override
  public Session exec(String id, ExecOptions options) {
    var kept = running(id);
    try {
      var launch = launches.command(kept, sandbox(kept.sandboxId()), options);
      return new ProcessSession(supervision.supervisor().exec(launch), options.timeout());
    } catch (IOException e) {
      throw failure("ExecFailed", e);
    }
  }

  @Override
  public Session attach(String id, boolean stdin) {
    running(id);
    try {
      return new ProcessSession(supervision.supervisor().attach(id, stdin), Optional.empty());
    } catch (IOException e) {
      throw failure("AttachFailed", e);
    }
  }

  @Override
  public void logs(String id, LogOptions options, OutputStream out) {
    container(id);
    new LogReader(folder.container(id).log(), options)
        .copy(
            out,
            () -> state(folder.container(id)) == State.RUNNING,
            () -> loop.sleep(Duration.ofMillis(100)));
  }

  @Override
  public Connection dial(String sandboxId, From from, int port, Duration timeout) {
    var address = sandbox(sandboxId).address();
    try {
      return from == From.NODE
          ? SocketConnection.to(address, port, timeout)
          : inside(sandboxId, address, port, timeout);
    } catch (IOException e) {
      throw new RuntimeFailure(
          "ConnectionRefused", "dial tcp %s:%d: %s".formatted(address, port, e.getMessage()));
    }
  }

  private Connection inside(String sandbox, String address, int port, Duration timeout)
      throws IOException {
    try {
      return SocketConnection.to(address, port, timeout);
    } catch (IOException _) {
      return SocketConnection.of(network.connectInside(sandbox, port, timeout));
    }
  }

  @Override
  public EventLoop.Cancellable subscribe(Consumer<RuntimeEvent> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  @Override
  public Optional<Usage> usage(String id) {
    return folder.container(id).process().flatMap(process -> ProcessUsage.of(process.pid()));
  }

  /// Kills and removes everything in the folder, including what other runtimes on it made; they
  /// must be closed before.
  public void removeAll() {
    close();
    sandboxes().forEach(sandbox -> removeSandbox(sandbox.id()));
    containers().forEach(container -> removeContainer(container.id()));
    supervision.end();
  }

  /// Waits for the sandbox or supervisor that is being made; afterwards no other is made.
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    listeners.clear();
    supervision.close();
  }
}
