package timonier.pods.simulated;

import static timonier.pods.runtime.RuntimeFailure.NOT_STARTED;
import static timonier.pods.runtime.RuntimeFailure.START_ERROR;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import timonier.kit.loop.EventLoop;
import timonier.pods.runtime.ContainerRuntime.ContainerConfig;
import timonier.pods.runtime.ContainerRuntime.ContainerRecord;
import timonier.pods.runtime.ContainerRuntime.RuntimeEvent;
import timonier.pods.runtime.ContainerRuntime.Sandbox;
import timonier.pods.runtime.ContainerRuntime.State;
import timonier.pods.runtime.Limits;
import timonier.pods.runtime.RuntimeFailure;

/// A machine with simulated containers; it outlives the kubelets that use it.
public final class SimulatedHost {

  /// The code of a container that was killed.
  private static final int KILLED = 137;

  /// How often recording the end of a container is tried, as by a real supervisor.
  private static final Duration AGAIN = Duration.ofSeconds(1);

  private final EventLoop loop;
  private final String network;
  private final Function<ContainerConfig, SimulatedProgram> programs;
  private final SimulatedImages images;
  private final Map<String, Sandbox> sandboxes = new LinkedHashMap<>();
  private final Map<String, ContainerRecord> containers = new LinkedHashMap<>();
  private final Map<String, SimulatedLog> logs = new LinkedHashMap<>();
  private final List<Consumer<RuntimeEvent>> listeners = new CopyOnWriteArrayList<>();
  private int sequence;
  private volatile boolean full;

  /// A machine without containers.
  ///
  /// @param loop on which containers live
  /// @param network the first three numbers of its pods' addresses, as in `10.244.1`
  /// @param programs how containers behave
  public SimulatedHost(
      EventLoop loop, String network, Function<ContainerConfig, SimulatedProgram> programs) {
    this(loop, network, programs, SimulatedImages.all());
  }

  /// A machine with images that take up space.
  public SimulatedHost(
      EventLoop loop,
      String network,
      Function<ContainerConfig, SimulatedProgram> programs,
      SimulatedImages images) {
    this.images = images;
    this.loop = loop;
    this.network = network;
    this.programs = programs;
  }

  /// Its images.
  public SimulatedImages images() {
    return images;
  }

  /// All containers, oldest first.
  public synchronized List<ContainerRecord> containers() {
    return List.copyOf(containers.values());
  }

  /// All sandboxes, oldest first.
  public synchronized List<Sandbox> sandboxes() {
    return List.copyOf(sandboxes.values());
  }

  /// Makes a container end by itself. On a full disk, its end is recorded once there is room.
  public void end(String id, int exitCode) {
    if (full) {
      loop.after(AGAIN, () -> end(id, exitCode));
    } else {
      ended(id, exitCode);
    }
  }

  private void ended(String id, int exitCode) {
    if (noteEnd(id, exitCode)) {
      find(id).ifPresent(record -> tell(record.sandboxId(), id));
    }
  }

  /// Fills the disk, or makes room again. While it is full, calls that must write fail by an
  /// [UncheckedIOException], as on a real one.
  public void full(boolean isFull) {
    full = isFull;
  }

  private void write() {
    if (full) {
      throw new UncheckedIOException(new IOException("No space left on device"));
    }
  }

  private synchronized boolean noteEnd(String id, int exitCode) {
    var record = containers.get(id);
    if (record == null || record.state() != State.RUNNING) {
      return false;
    }
    containers.put(id, ended(record, exitCode, exitCode == 0 ? "Completed" : "Error"));
    return true;
  }

  /// Cuts the machine's power: everything on it ends.
  public void fail() {
    containers().forEach(record -> ended(record.id(), KILLED));
    stopSandboxes();
  }

  private synchronized void stopSandboxes() {
    sandboxes.replaceAll((_, sandbox) -> stopped(sandbox));
  }

  private void tell(String sandbox, String container) {
    listeners.forEach(listener -> listener.accept(new RuntimeEvent(sandbox, container)));
  }

  EventLoop.Cancellable subscribe(Consumer<RuntimeEvent> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  synchronized Sandbox runSandbox(Sandbox.Config config) {
    write();
    for (var sandbox : sandboxes.values()) {
      if (sandbox.config().uid().equals(config.uid())
          && sandbox.config().attempt() == config.attempt()) {
        return sandbox;
      }
    }
    var number = ++sequence;
    var address = network + "." + (number % 253 + 1);
    var sandbox = new Sandbox("sandbox-" + number, config, true, address, loop.now());
    sandboxes.put(sandbox.id(), sandbox);
    return sandbox;
  }

  void stopSandbox(String id) {
    containers().stream()
        .filter(record -> record.sandboxId().equals(id))
        .forEach(record -> end(record.id(), KILLED));
    noteStop(id);
  }

  private synchronized void noteStop(String id) {
    write();
    sandboxes.computeIfPresent(id, (_, sandbox) -> stopped(sandbox));
  }

  private static Sandbox stopped(Sandbox sandbox) {
    return new Sandbox(sandbox.id(), sandbox.config(), false, "", sandbox.createdAt());
  }

  synchronized void removeSandbox(String id) {
    containers.values().removeIf(record -> record.sandboxId().equals(id));
    logs.keySet().retainAll(containers.keySet());
    sandboxes.remove(id);
  }

  synchronized Optional<ContainerRecord> find(String id) {
    return Optional.ofNullable(containers.get(id));
  }

  synchronized ContainerRecord create(String sandboxId, ContainerConfig config) {
    write();
    if (!sandboxes.containsKey(sandboxId)) {
      throw new RuntimeFailure("NotFound", "there is no sandbox " + sandboxId);
    }
    RuntimeFailure.requireTarget(sandboxId, config, this::containers);
    var record =
        new ContainerRecord(
            "container-" + ++sequence,
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
    containers.put(record.id(), record);
    return record;
  }

  synchronized ContainerRecord start(ContainerRecord record) {
    write();
    var sandbox = sandboxes.get(record.sandboxId());
    if (record.state() != State.CREATED || sandbox == null || !sandbox.running()) {
      throw new RuntimeFailure("Simulated", record.id() + " cannot be started");
    }
    var program = program(record);
    if (program.startError().isPresent()) {
      var why = program.startError().get();
      containers.put(record.id(), ended(record, NOT_STARTED, START_ERROR).withMessage(why));
      throw new RuntimeFailure(START_ERROR, why);
    }
    var started = started(record);
    containers.put(record.id(), started);
    logs.put(record.id(), SimulatedLog.of(loop.now(), record.config().name(), program.says()));
    program.runs().ifPresent(time -> loop.after(time, () -> end(record.id(), program.exitCode())));
    return started;
  }

  synchronized ContainerRecord update(ContainerRecord record, Limits limits) {
    write();
    containers.computeIfPresent(record.id(), (_, now) -> limits.of(now));
    return record;
  }

  synchronized void remove(String id) {
    var record = containers.get(id);
    if (record != null && record.state() == State.RUNNING) {
      throw new RuntimeFailure("Simulated", id + " runs");
    }
    containers.remove(id);
    logs.remove(id);
  }

  /// The log of a container; empty if it was not started.
  synchronized SimulatedLog log(String id) {
    return logs.getOrDefault(id, SimulatedLog.EMPTY);
  }

  SimulatedProgram program(ContainerRecord record) {
    return programs.apply(record.config());
  }

  private ContainerRecord ended(ContainerRecord record, int exitCode, String reason) {
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
        reason,
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
}
