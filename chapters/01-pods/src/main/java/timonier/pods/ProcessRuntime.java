package timonier.pods;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import timonier.kit.loop.EventLoop;
import timonier.pods.RuntimeFolder.KeptContainer;
import timonier.pods.RuntimeFolder.KeptSandbox;
import timonier.pods.process.Catalogue;
import timonier.pods.process.ContainerFolder;
import timonier.pods.process.Launch;
import timonier.pods.process.PodNetwork;
import timonier.pods.process.Processes;

/// Containers as processes of the operating system.
///
/// Everything it knows is in its [RuntimeFolder], so that it can be let go of and taken up again.
/// The containers' parent is a [timonier.pods.process.Supervisor], which is started with the first
/// of them and goes on when this ends. An edge class.
public final class ProcessRuntime implements ContainerRuntime {

  private final EventLoop loop;
  private final RuntimeFolder folder;
  private final PodNetwork network;
  private final Catalogue catalogue;
  private final Supervision supervision;
  private final List<Consumer<RuntimeEvent>> listeners = new CopyOnWriteArrayList<>();

  /// Takes up what is in a folder, or begins there.
  public ProcessRuntime(EventLoop loop, Path folder, PodNetwork network, Catalogue catalogue) {
    this.loop = loop;
    this.folder = new RuntimeFolder(folder.toAbsolutePath());
    this.network = network;
    this.catalogue = catalogue;
    this.folder.prepare();
    this.supervision =
        new Supervision(
            loop,
            this.folder,
            catalogue.supervisor(this.folder.path().resolve("supervisor")),
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
    for (var kept : folder.sandboxes()) {
      if (kept.config().uid().equals(config.uid()) && kept.config().attempt() == config.attempt()) {
        return kept.id();
      }
    }
    var id = newId();
    var number = freeNumber();
    var address = network.join(id, number);
    folder.keep(new KeptSandbox(id, config, true, address, number, loop.now().toEpochMilli()));
    return id;
  }

  private int freeNumber() {
    var taken = new HashSet<Integer>();
    folder.sandboxes().stream()
        .filter(KeptSandbox::running)
        .forEach(kept -> taken.add(kept.number()));
    for (var number = 2; number < 255; number++) {
      if (!taken.contains(number)) {
        return number;
      }
    }
    throw new RuntimeFailure("NetworkNotReady", "this node has no address left for another pod");
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
    network.leave(id);
    folder.keep(kept.get().stopped());
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
        .map(KeptSandbox::sandbox)
        .sorted(Comparator.comparing(Sandbox::createdAt).thenComparing(Sandbox::id))
        .toList();
  }

  @Override
  public String pullImage(String image) {
    RuntimeFailure.requireImageName(image);
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
    var command = command(config);
    var id = newId();
    folder.keep(new KeptContainer(id, sandboxId, config, command, loop.now().toEpochMilli()));
    return id;
  }

  private List<String> command(ContainerConfig config) {
    var command = new ArrayList<>(config.command());
    if (command.isEmpty()) {
      command.addAll(
          catalogue
              .command(config.image())
              .orElseThrow(() -> RuntimeFailure.noSuchProgram(config.image(), Catalogue.names())));
    } else if (!Catalogue.isProgram(command.getFirst())) {
      throw new RuntimeFailure(
          "CreateContainerError",
          "exec: \"%s\": executable file not found on this machine".formatted(command.getFirst()));
    }
    command.addAll(config.args());
    return command;
  }

  @Override
  public void startContainer(String id) {
    var kept = container(id);
    if (!sandbox(kept.sandboxId()).running()) {
      throw new RuntimeFailure("SandboxNotReady", "sandbox " + kept.sandboxId() + " was stopped");
    }
    var supervisor = supervision.supervisor();
    kept.config().mounts().forEach(mount -> folder.mount(id, mount));
    var config = kept.config();
    try {
      supervisor.run(
          launch(kept, kept.command(), config.stdin(), config.stdinOnce(), config.tty(), 0));
    } catch (IOException e) {
      throw failure("RunContainerError", e);
    }
  }

  private Launch launch(
      KeptContainer kept,
      List<String> command,
      boolean stdin,
      boolean stdinOnce,
      boolean tty,
      long timeoutMillis) {
    return new Launch(
        folder.container(kept.id()).path(),
        network.prefix(kept.sandboxId()),
        command,
        environment(kept, tty),
        folder.inside(kept.id(), kept.config().workingDir()),
        stdin,
        stdinOnce,
        tty,
        timeoutMillis);
  }

  private Map<String, String> environment(KeptContainer kept, boolean tty) {
    var sandbox = sandbox(kept.sandboxId());
    var environment = new LinkedHashMap<String, String>();
    environment.put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
    environment.put("HOME", folder.container(kept.id()).work().toString());
    environment.put("HOSTNAME", sandbox.config().hostname());
    environment.put("POD_IP", sandbox.address());
    if (tty) {
      environment.put("TERM", "xterm");
    }
    environment.putAll(kept.config().env());
    return environment;
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

  /// Waits until a container's exit is known, or its grace is over.
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

  /// A container that ended runs until its supervisor has written how.
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
        ended ? code == 0 ? "Completed" : "Error" : "",
        "");
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
    var timeout = options.timeout().map(Duration::toMillis).orElse(0L);
    try {
      var launch = launch(kept, options.command(), options.stdin(), false, options.tty(), timeout);
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

  /// Kills and removes everything in the folder, whoever started it.
  public void removeAll() {
    sandboxes().forEach(sandbox -> removeSandbox(sandbox.id()));
    containers().forEach(container -> removeContainer(container.id()));
    close();
    supervision.end();
  }

  @Override
  public void close() {
    listeners.clear();
    supervision.close();
  }
}
