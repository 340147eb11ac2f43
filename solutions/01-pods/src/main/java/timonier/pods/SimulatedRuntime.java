package timonier.pods;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import timonier.kit.loop.EventLoop;

/// A runtime whose containers are records, for tests, for simulations, and for thousands of nodes.
///
/// It is the [Host] that remembers what runs, so that a kubelet which starts again with a runtime
/// on the same host finds everything as it was.
public final class SimulatedRuntime implements ContainerRuntime {

  private final EventLoop loop;
  private final Host host;
  private final Faults faults;

  /// How a simulated container behaves.
  ///
  /// @param runs how long it runs by itself; for ever where absent
  /// @param exitCode how it ends then
  /// @param listensAfter how long after its start it answers connections, on every port
  /// @param stopsAfter how long after it was told to stop it does
  public record Program(
      Optional<Duration> runs, int exitCode, Duration listensAfter, Duration stopsAfter) {

    /// Runs until told to stop, and answers at once.
    public static Program forever() {
      return new Program(Optional.empty(), 0, Duration.ZERO, Duration.ofMillis(100));
    }
  }

  /// What goes wrong, and how long things take.
  public interface Faults {
    /// How long a call takes.
    Duration delay(String call);

    /// Whether a call fails before it did anything.
    boolean failsBefore(String call);

    /// Whether a call fails although it did what it was asked to.
    boolean failsAfter(String call);

    /// Nothing goes wrong, and nothing takes time.
    static Faults none() {
      return new Faults() {
        @Override
        public Duration delay(String call) {
          return Duration.ZERO;
        }

        @Override
        public boolean failsBefore(String call) {
          return false;
        }

        @Override
        public boolean failsAfter(String call) {
          return false;
        }
      };
    }
  }

  /// A machine with containers.
  public static final class Host {
    private final EventLoop loop;
    private final String network;
    private final Function<ContainerConfig, Program> programs;
    private final Map<String, Sandbox> sandboxes = new LinkedHashMap<>();
    private final Map<String, ContainerRecord> containers = new LinkedHashMap<>();
    private final List<Consumer<RuntimeEvent>> listeners = new ArrayList<>();
    private int sequence;

    /// A machine on which nothing runs yet.
    ///
    /// @param loop on which containers live; it outlives any kubelet
    /// @param network the first three numbers of its pods' addresses, as in `10.244.1`
    /// @param programs how containers behave
    public Host(EventLoop loop, String network, Function<ContainerConfig, Program> programs) {
      this.loop = loop;
      this.network = network;
      this.programs = programs;
    }

    /// All containers, the oldest first.
    public List<ContainerRecord> containers() {
      return List.copyOf(containers.values());
    }

    /// All sandboxes, the oldest first.
    public List<Sandbox> sandboxes() {
      return List.copyOf(sandboxes.values());
    }

    /// A container ends by itself.
    public void end(String id, int exitCode) {
      var record = containers.get(id);
      if (record != null && record.state() == State.RUNNING) {
        containers.put(id, ended(record, exitCode));
        tell(record.sandboxId(), id);
      }
    }

    /// The machine loses power: everything on it ends.
    public void fail() {
      List.copyOf(containers.keySet()).forEach(id -> end(id, 137));
      sandboxes.replaceAll((_, sandbox) -> stopped(sandbox));
    }

    private void tell(String sandbox, String container) {
      List.copyOf(listeners)
          .forEach(listener -> listener.accept(new RuntimeEvent(sandbox, container)));
    }

    private ContainerRecord ended(ContainerRecord record, int exitCode) {
      return new ContainerRecord(
          record.id(),
          record.sandboxId(),
          record.config(),
          record.imageId(),
          State.EXITED,
          0,
          record.createdAt(),
          record.startedAt(),
          Optional.of(loop.now()),
          exitCode,
          exitCode == 0 ? "Completed" : "Error",
          "");
    }

    private ContainerRecord started(ContainerRecord record) {
      return new ContainerRecord(
          record.id(),
          record.sandboxId(),
          record.config(),
          record.imageId(),
          State.RUNNING,
          1000 + ++sequence,
          record.createdAt(),
          Optional.of(loop.now()),
          Optional.empty(),
          0,
          "",
          "");
    }

    private static Sandbox stopped(Sandbox sandbox) {
      return new Sandbox(sandbox.id(), sandbox.config(), false, "", sandbox.createdAt());
    }

    private Program program(ContainerRecord record) {
      return programs.apply(record.config());
    }
  }

  /// A runtime on a machine.
  ///
  /// @param loop whose tasks and work call it
  /// @param host where containers run
  /// @param faults what goes wrong
  public SimulatedRuntime(EventLoop loop, Host host, Faults faults) {
    this.loop = loop;
    this.host = host;
    this.faults = faults;
  }

  @Override
  public String name() {
    return "simulated";
  }

  @Override
  public String version() {
    return "1";
  }

  private interface Work<T> {
    T run();
  }

  private <T> T call(String what, Work<T> work) {
    loop.sleep(faults.delay(what));
    if (faults.failsBefore(what)) {
      throw new RuntimeFailure("Simulated", what + " failed before it did anything");
    }
    var result = work.run();
    if (faults.failsAfter(what)) {
      throw new RuntimeFailure("Simulated", what + " failed after it was done");
    }
    return result;
  }

  @Override
  public String runSandbox(Sandbox.Config config) {
    return call("runSandbox", () -> sandbox(config).id());
  }

  private Sandbox sandbox(Sandbox.Config config) {
    for (var sandbox : host.sandboxes.values()) {
      if (sandbox.config().uid().equals(config.uid())
          && sandbox.config().attempt() == config.attempt()) {
        return sandbox;
      }
    }
    var number = ++host.sequence;
    var address = host.network + "." + (number % 253 + 1);
    var sandbox = new Sandbox("sandbox-" + number, config, true, address, loop.now());
    host.sandboxes.put(sandbox.id(), sandbox);
    return sandbox;
  }

  @Override
  public void stopSandbox(String id) {
    call(
        "stopSandbox",
        () -> {
          host.containers().stream()
              .filter(record -> record.sandboxId().equals(id))
              .forEach(record -> host.end(record.id(), 137));
          host.sandboxes.computeIfPresent(id, (_, sandbox) -> Host.stopped(sandbox));
          return id;
        });
  }

  @Override
  public void removeSandbox(String id) {
    call(
        "removeSandbox",
        () -> {
          host.containers.values().removeIf(record -> record.sandboxId().equals(id));
          host.sandboxes.remove(id);
          return id;
        });
  }

  @Override
  public List<Sandbox> sandboxes() {
    return call("sandboxes", host::sandboxes);
  }

  @Override
  public String pullImage(String image) {
    return call("pullImage", () -> "sha256:" + image);
  }

  @Override
  public Optional<String> imageId(String image) {
    return Optional.of("sha256:" + image);
  }

  @Override
  public String createContainer(String sandboxId, ContainerConfig config) {
    return call("createContainer", () -> container(sandboxId, config));
  }

  private String container(String sandboxId, ContainerConfig config) {
    if (!host.sandboxes.containsKey(sandboxId)) {
      throw new RuntimeFailure("NotFound", "there is no sandbox " + sandboxId);
    }
    var id = "container-" + ++host.sequence;
    var record =
        new ContainerRecord(
            id,
            sandboxId,
            config,
            "sha256:" + config.image(),
            State.CREATED,
            0,
            loop.now(),
            Optional.empty(),
            Optional.empty(),
            0,
            "",
            "");
    host.containers.put(id, record);
    return id;
  }

  @Override
  public void startContainer(String id) {
    call("startContainer", () -> start(found(id)));
  }

  private ContainerRecord start(ContainerRecord record) {
    var sandbox = host.sandboxes.get(record.sandboxId());
    if (record.state() != State.CREATED || sandbox == null || !sandbox.running()) {
      throw new RuntimeFailure("Simulated", record.id() + " cannot be started");
    }
    var started = host.started(record);
    host.containers.put(record.id(), started);
    var program = host.program(record);
    program
        .runs()
        .ifPresent(time -> host.loop.after(time, () -> host.end(record.id(), program.exitCode())));
    return started;
  }

  private ContainerRecord found(String id) {
    return Optional.ofNullable(host.containers.get(id))
        .orElseThrow(() -> new RuntimeFailure("NotFound", "there is no container " + id));
  }

  @Override
  public void stopContainer(String id, Duration grace) {
    call("stopContainer", () -> Optional.ofNullable(host.containers.get(id)))
        .filter(record -> record.state() == State.RUNNING)
        .ifPresent(record -> stop(record, grace));
  }

  private void stop(ContainerRecord record, Duration grace) {
    var needs = host.program(record).stopsAfter();
    var obeys = needs.compareTo(grace) <= 0;
    loop.sleep(obeys ? needs : grace);
    host.end(record.id(), obeys ? 0 : 137);
  }

  @Override
  public void removeContainer(String id) {
    call(
        "removeContainer",
        () -> {
          var record = host.containers.get(id);
          if (record != null && record.state() == State.RUNNING) {
            throw new RuntimeFailure("Simulated", id + " runs");
          }
          return Optional.ofNullable(host.containers.remove(id));
        });
  }

  @Override
  public List<ContainerRecord> containers() {
    return call("containers", host::containers);
  }

  @Override
  public ExecResult exec(String id, List<String> command, Duration timeout) {
    return call(
        "exec",
        () -> {
          found(id);
          return new ExecResult(0, "");
        });
  }

  @Override
  public void logs(String id, LogOptions options, OutputStream out) {
    try {
      out.write(
          (found(id).config().name() + " has nothing to say\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Connection dial(String sandboxId, int port, Duration timeout) {
    return call(
        "dial",
        () -> {
          if (host.containers().stream().noneMatch(record -> listens(record, sandboxId))) {
            throw new RuntimeFailure("ConnectionRefused", "nobody listens on port " + port);
          }
          return new CannedConnection();
        });
  }

  private boolean listens(ContainerRecord record, String sandboxId) {
    var since = record.startedAt().orElse(Instant.MAX);
    return record.sandboxId().equals(sandboxId)
        && record.state() == State.RUNNING
        && !Duration.between(since, loop.now())
            .minus(host.program(record).listensAfter())
            .isNegative();
  }

  /// Answers whatever it is asked with an empty page.
  private static final class CannedConnection implements Connection {
    private final InputStream in =
        new ByteArrayInputStream(
            "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.UTF_8));
    private final OutputStream out = new ByteArrayOutputStream();

    @Override
    public InputStream in() {
      return in;
    }

    @Override
    public OutputStream out() {
      return out;
    }

    @Override
    public void close() {}
  }

  @Override
  public EventLoop.Cancellable subscribe(Consumer<RuntimeEvent> listener) {
    host.listeners.add(listener);
    return () -> host.listeners.remove(listener);
  }

  @Override
  public void close() {}
}
