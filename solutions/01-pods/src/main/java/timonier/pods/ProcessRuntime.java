package timonier.pods;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import timonier.kit.loop.EventLoop;
import timonier.pods.process.Catalogue;
import timonier.pods.process.PodNetwork;
import timonier.pods.process.Processes;
import timonier.pods.process.Shim;

/// Containers as processes of the operating system.
///
/// Everything it knows is in its folder, so that it can be let go of and taken up again:
/// `sandboxes/ID/sandbox.json`, and `containers/ID/` with `container.json` and what [Shim] writes
/// there. An edge class.
public final class ProcessRuntime implements ContainerRuntime {

  private static final int OUTPUT_LIMIT = 10_240;

  private final EventLoop loop;
  private final Path folder;
  private final PodNetwork network;
  private final Catalogue catalogue;
  private final Shim shim;
  private final List<Consumer<RuntimeEvent>> listeners = new CopyOnWriteArrayList<>();

  /// What is kept of a sandbox.
  ///
  /// @param id its id
  /// @param config what was asked for
  /// @param running false once it was stopped
  /// @param address the pod's address
  /// @param number the pod's number on this node
  /// @param createdAt when it was made, in milliseconds since 1970
  private record KeptSandbox(
      String id,
      Sandbox.Config config,
      boolean running,
      String address,
      int number,
      long createdAt) {
    Sandbox sandbox() {
      return new Sandbox(
          id, config, running, running ? address : "", Instant.ofEpochMilli(createdAt));
    }
  }

  /// What is kept of a container.
  ///
  /// @param id its id
  /// @param sandboxId whose it is
  /// @param config what was asked for
  /// @param command what is run
  /// @param createdAt when it was made, in milliseconds since 1970
  /// @param startedAt when it was started; 0 if it was not
  private record KeptContainer(
      String id,
      String sandboxId,
      ContainerConfig config,
      List<String> command,
      long createdAt,
      long startedAt) {}

  /// Takes up what is in a folder, or begins there.
  public ProcessRuntime(EventLoop loop, Path folder, PodNetwork network, Catalogue catalogue) {
    this.loop = loop;
    this.folder = folder.toAbsolutePath();
    this.network = network;
    this.catalogue = catalogue;
    this.shim = new Shim(this.folder);
    attempt(() -> Files.createDirectories(this.folder.resolve("sandboxes")));
    attempt(() -> Files.createDirectories(this.folder.resolve("containers")));
    containers().stream()
        .filter(container -> container.state() == State.RUNNING)
        .forEach(container ->
            ProcessHandle.of(container.pid())
                .ifPresent(p -> follow(container.sandboxId(), container.id(), p)));
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

  private Path sandboxFile(String id) {
    return folder.resolve("sandboxes").resolve(id).resolve("sandbox.json");
  }

  private Path containerFolder(String id) {
    return folder.resolve("containers").resolve(id);
  }

  private void write(Path file, Object value) {
    attempt(() -> {
      Files.createDirectories(file.getParent());
      var draft = file.resolveSibling(file.getFileName() + ".new");
      Files.write(draft, JsonFormat.bytes(value));
      return Files.move(draft, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    });
  }

  private static <T> Optional<T> read(Path file, Class<T> type) {
    try {
      return Optional.of(JsonFormat.read(JsonFormat.parse(Files.readAllBytes(file)), type));
    } catch (java.nio.file.NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private <T> List<T> readAll(String below, String file, Class<T> type) {
    return attempt(() -> {
      try (var children = Files.list(folder.resolve(below))) {
        return children.flatMap(child -> read(child.resolve(file), type).stream()).toList();
      }
    });
  }

  private List<KeptSandbox> keptSandboxes() {
    return readAll("sandboxes", "sandbox.json", KeptSandbox.class);
  }

  private KeptSandbox sandbox(String id) {
    return read(sandboxFile(id), KeptSandbox.class)
        .orElseThrow(() -> new RuntimeFailure("NotFound", "there is no sandbox " + id));
  }

  private KeptContainer container(String id) {
    return read(containerFolder(id).resolve("container.json"), KeptContainer.class)
        .orElseThrow(() -> new RuntimeFailure("NotFound", "there is no container " + id));
  }

  @Override
  public synchronized String runSandbox(Sandbox.Config config) {
    for (var kept : keptSandboxes()) {
      if (kept.config().uid().equals(config.uid()) && kept.config().attempt() == config.attempt()) {
        return kept.id();
      }
    }
    var id = newId();
    var number = freeNumber();
    var address = network.join(id, number);
    var now = loop.now().toEpochMilli();
    write(sandboxFile(id), new KeptSandbox(id, config, true, address, number, now));
    return id;
  }

  private int freeNumber() {
    var taken = new HashSet<Integer>();
    keptSandboxes().stream().filter(KeptSandbox::running).forEach(kept -> taken.add(kept.number()));
    for (var number = 2; number < 255; number++) {
      if (!taken.contains(number)) {
        return number;
      }
    }
    throw new RuntimeFailure("NetworkNotReady", "this node has no address left for another pod");
  }

  @Override
  public void stopSandbox(String id) {
    var kept = read(sandboxFile(id), KeptSandbox.class);
    if (kept.isEmpty() || !kept.get().running()) {
      return;
    }
    containers().stream()
        .filter(c -> c.sandboxId().equals(id) && c.state() == State.RUNNING)
        .forEach(c -> stopContainer(c.id(), Duration.ZERO));
    network.leave(id);
    var was = kept.get();
    write(
        sandboxFile(id),
        new KeptSandbox(id, was.config(), false, "", was.number(), was.createdAt()));
    tell(new RuntimeEvent(id, ""));
  }

  @Override
  public void removeSandbox(String id) {
    stopSandbox(id);
    containers().stream()
        .filter(c -> c.sandboxId().equals(id))
        .forEach(c -> removeContainer(c.id()));
    Processes.removeTree(folder.resolve("sandboxes").resolve(id));
  }

  @Override
  public List<Sandbox> sandboxes() {
    return keptSandboxes().stream()
        .map(KeptSandbox::sandbox)
        .sorted(Comparator.comparing(Sandbox::createdAt).thenComparing(Sandbox::id))
        .toList();
  }

  @Override
  public String pullImage(String image) {
    return imageId(image)
        .orElseThrow(() ->
            new RuntimeFailure(
                "ErrImagePull",
                "the process runtime has no image \"%s\": use one of %s, or give the container a command that names a program of this machine"
                    .formatted(image, Catalogue.names())));
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
    var now = loop.now().toEpochMilli();
    write(
        containerFolder(id).resolve("container.json"),
        new KeptContainer(id, sandboxId, config, command, now, 0));
    return id;
  }

  private List<String> command(ContainerConfig config) {
    var command = new ArrayList<>(config.command());
    if (command.isEmpty()) {
      command.addAll(
          catalogue
              .command(config.image())
              .orElseThrow(
                  () -> new RuntimeFailure("CreateContainerError", "no command specified")));
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
    var sandbox = sandbox(kept.sandboxId());
    if (!sandbox.running()) {
      throw new RuntimeFailure("SandboxNotReady", "sandbox " + sandbox.id() + " was stopped");
    }
    var home = containerFolder(id);
    mount(home.resolve("work"), kept.config().mounts());
    var now = loop.now().toEpochMilli();
    write(
        home.resolve("container.json"),
        new KeptContainer(
            id, kept.sandboxId(), kept.config(), kept.command(), kept.createdAt(), now));
    var process =
        shim.start(
            home, network.prefix(sandbox.id()), kept.command(), environment(kept, sandbox, home));
    follow(kept.sandboxId(), id, process);
  }

  /// A mounted folder appears below the container's own folder, as a link.
  private static void mount(Path work, List<Mount> mounts) {
    for (var mount : mounts) {
      var link = work.resolve(mount.containerPath().replaceFirst("^/+", "")).normalize();
      if (link.startsWith(work) && !link.equals(work)) {
        attempt(() -> {
          Files.createDirectories(link.getParent());
          Files.deleteIfExists(link);
          return Files.createSymbolicLink(link, Path.of(mount.hostPath()));
        });
      }
    }
  }

  private static Map<String, String> environment(
      KeptContainer kept, KeptSandbox sandbox, Path home) {
    var environment = new LinkedHashMap<String, String>();
    environment.put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
    environment.put("HOME", home.resolve("work").toString());
    environment.put("HOSTNAME", sandbox.config().hostname());
    environment.put("POD_IP", sandbox.address());
    environment.putAll(kept.config().env());
    return environment;
  }

  /// Tells when the shim, and with it the container, has ended.
  private void follow(String sandboxId, String id, ProcessHandle process) {
    var _ = process.onExit().thenRun(() -> tell(new RuntimeEvent(sandboxId, id)));
  }

  private void tell(RuntimeEvent event) {
    listeners.forEach(listener -> listener.accept(event));
  }

  @Override
  public void stopContainer(String id, Duration grace) {
    var found = read(containerFolder(id).resolve("container.json"), KeptContainer.class);
    var process = Processes.Id.read(containerFolder(id).resolve("pid"));
    if (found.isEmpty() || process.isEmpty() || Shim.exitCode(containerFolder(id)).isPresent()) {
      return;
    }
    if (!grace.isZero()) {
      Processes.signal(process.get(), "TERM");
      awaitEnd(id, process.get(), grace);
    }
    Processes.signal(process.get(), "KILL");
    awaitEnd(id, process.get(), Duration.ofSeconds(5));
  }

  /// Waits until a container's exit is known, or its grace is over.
  private void awaitEnd(String id, Processes.Id process, Duration limit) {
    var end = loop.now().plus(limit);
    while (loop.now().isBefore(end)
        && (process.isAlive() || Shim.exitCode(containerFolder(id)).isEmpty())) {
      if (!process.isAlive() && !shimIsAlive(id)) {
        return;
      }
      loop.sleep(Duration.ofMillis(10));
    }
  }

  private boolean shimIsAlive(String id) {
    return ProcessHandle.allProcesses()
        .anyMatch(process ->
            process.info().arguments().stream()
                .anyMatch(
                    arguments -> List.of(arguments).contains(containerFolder(id).toString())));
  }

  @Override
  public void removeContainer(String id) {
    stopContainer(id, Duration.ZERO);
    Processes.removeTree(containerFolder(id));
  }

  @Override
  public List<ContainerRecord> containers() {
    return readAll("containers", "container.json", KeptContainer.class).stream()
        .map(this::observe)
        .sorted(Comparator.comparing(ContainerRecord::createdAt).thenComparing(ContainerRecord::id))
        .toList();
  }

  private ContainerRecord observe(KeptContainer kept) {
    var home = containerFolder(kept.id());
    var exit = Shim.exitCode(home);
    var process = Processes.Id.read(home.resolve("pid"));
    var alive = exit.isEmpty() && process.filter(Processes.Id::isAlive).isPresent();
    var state = kept.startedAt() == 0 ? State.CREATED : alive ? State.RUNNING : State.EXITED;
    var code = state == State.EXITED ? exit.orElse(137) : 0;
    var finished =
        state == State.EXITED ? Optional.of(finishedAt(home)) : Optional.<Instant>empty();
    return new ContainerRecord(
        kept.id(),
        kept.sandboxId(),
        kept.config(),
        "catalogue:" + kept.config().image(),
        state,
        process.map(Processes.Id::pid).orElse(0L),
        Instant.ofEpochMilli(kept.createdAt()),
        kept.startedAt() == 0
            ? Optional.empty()
            : Optional.of(Instant.ofEpochMilli(kept.startedAt())),
        finished,
        code,
        state == State.EXITED ? code == 0 ? "Completed" : "Error" : "",
        "");
  }

  private static Instant finishedAt(Path home) {
    var file = Files.exists(home.resolve("exit")) ? home.resolve("exit") : home.resolve("pid");
    try {
      return Files.getLastModifiedTime(file).toInstant();
    } catch (IOException e) {
      return Instant.EPOCH;
    }
  }

  @Override
  public ExecResult exec(String id, List<String> command, Duration timeout) {
    var kept = container(id);
    var sandbox = sandbox(kept.sandboxId());
    var line = new ArrayList<>(network.prefix(sandbox.id()));
    line.addAll(command);
    var builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.directory(containerFolder(id).resolve("work").toFile());
    builder.environment().clear();
    builder.environment().putAll(environment(kept, sandbox, containerFolder(id)));
    try {
      var process = builder.start();
      process.getOutputStream().close();
      var output = process.getInputStream().readNBytes(OUTPUT_LIMIT);
      if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw new RuntimeFailure("DeadlineExceeded", "command timed out after " + timeout);
      }
      return new ExecResult(process.exitValue(), new String(output, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new RuntimeFailure("ExecFailed", e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RuntimeFailure("ExecFailed", "interrupted");
    }
  }

  @Override
  public void logs(String id, LogOptions options, OutputStream out) {
    container(id);
    if (options.timestamps() || options.since().isPresent()) {
      throw new RuntimeFailure(
          "NotImplemented",
          "the process runtime does not note when each line was said: leave out --timestamps and --since");
    }
    new LogReader(containerFolder(id).resolve("log"), options)
        .copy(
            out,
            () -> observe(container(id)).state() == State.RUNNING,
            () -> loop.sleep(Duration.ofMillis(100)));
  }

  @Override
  public Connection dial(String sandboxId, int port, Duration timeout) {
    var address = sandbox(sandboxId).address();
    var socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(address, port), (int) timeout.toMillis());
      socket.setSoTimeout((int) timeout.toMillis());
      return new SocketConnection(socket, socket.getInputStream(), socket.getOutputStream());
    } catch (IOException e) {
      attempt(() -> {
        socket.close();
        return socket;
      });
      throw new RuntimeFailure(
          "ConnectionRefused", "dial tcp %s:%d: %s".formatted(address, port, e.getMessage()));
    }
  }

  private record SocketConnection(Socket socket, InputStream in, OutputStream out)
      implements Connection {
    @Override
    public void close() {
      attempt(() -> {
        socket.close();
        return socket;
      });
    }
  }

  @Override
  public EventLoop.Cancellable subscribe(Consumer<RuntimeEvent> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /// Kills and removes everything in the folder, whoever started it.
  public void removeAll() {
    sandboxes().forEach(sandbox -> removeSandbox(sandbox.id()));
    containers().forEach(container -> removeContainer(container.id()));
  }

  @Override
  public void close() {
    listeners.clear();
  }

  private interface Attempt<T> {
    T run() throws IOException;
  }

  private static <T> T attempt(Attempt<T> attempt) {
    try {
      return attempt.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
