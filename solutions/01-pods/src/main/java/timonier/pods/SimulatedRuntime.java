package timonier.pods;

import java.io.ByteArrayInputStream;
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
import timonier.kit.loop.EventLoop;

/// Containers that are only noted: each call takes the time that it might take, and nothing runs.
///
/// An image whose name contains `crash` ends with 1 after a second; one that contains `once` ends
/// with 0; all others run until they are stopped. Whoever dials gets the answer `200 OK`.
public final class SimulatedRuntime implements ContainerRuntime {

  private static final String ANSWER =
      "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

  private final EventLoop loop;
  private final String range;
  private final Map<String, Sandbox> sandboxes = new LinkedHashMap<>();
  private final Map<String, ContainerRecord> containers = new LinkedHashMap<>();
  private final List<Consumer<RuntimeEvent>> listeners = new ArrayList<>();
  private int numbers = 1;

  /// A runtime without containers.
  ///
  /// @param loop of its own: it lives on when the kubelet does not
  /// @param range the first two numbers of its pods' addresses, as in `10.1`
  public SimulatedRuntime(EventLoop loop, String range) {
    this.loop = loop;
    this.range = range;
  }

  @Override
  public String name() {
    return "simulated";
  }

  @Override
  public String version() {
    return "1.0";
  }

  /// Every call takes a little while.
  private void take(int millis) {
    loop.sleep(Duration.ofMillis(1 + loop.random().nextInt(millis)));
  }

  private synchronized String newId() {
    return "%016x".formatted(loop.random().nextLong());
  }

  @Override
  public String runSandbox(Sandbox.Config config) {
    take(20);
    synchronized (this) {
      for (var known : sandboxes.values()) {
        if (known.config().uid().equals(config.uid())
            && known.config().attempt() == config.attempt()) {
          return known.id();
        }
      }
      var id = newId();
      numbers++;
      var address = range + "." + numbers / 250 % 250 + "." + (2 + numbers % 250);
      sandboxes.put(id, new Sandbox(id, config, true, address, loop.now()));
      return id;
    }
  }

  @Override
  public void stopSandbox(String id) {
    take(10);
    synchronized (this) {
      var known = sandboxes.get(id);
      if (known == null || !known.running()) {
        return;
      }
      List.copyOf(containers.values()).stream()
          .filter(c -> c.sandboxId().equals(id) && c.state() == State.RUNNING)
          .forEach(c -> end(c.id(), 137));
      sandboxes.put(id, new Sandbox(id, known.config(), false, "", known.createdAt()));
    }
    tell(new RuntimeEvent(id, ""));
  }

  @Override
  public void removeSandbox(String id) {
    stopSandbox(id);
    synchronized (this) {
      containers.values().removeIf(container -> container.sandboxId().equals(id));
      sandboxes.remove(id);
    }
  }

  @Override
  public List<Sandbox> sandboxes() {
    take(3);
    synchronized (this) {
      return List.copyOf(sandboxes.values());
    }
  }

  @Override
  public String pullImage(String image) {
    take(500);
    return "simulated:" + image;
  }

  @Override
  public Optional<String> imageId(String image) {
    return Optional.of("simulated:" + image);
  }

  @Override
  public String createContainer(String sandboxId, ContainerConfig config) {
    take(20);
    synchronized (this) {
      var sandbox = sandboxes.get(sandboxId);
      if (sandbox == null || !sandbox.running()) {
        throw new RuntimeFailure("NotFound", "there is no sandbox " + sandboxId);
      }
      var id = newId();
      containers.put(
          id,
          record(
              id,
              sandboxId,
              config,
              State.CREATED,
              loop.now(),
              Optional.empty(),
              Optional.empty(),
              0));
      return id;
    }
  }

  private static ContainerRecord record(
      String id,
      String sandboxId,
      ContainerConfig config,
      State state,
      Instant created,
      Optional<Instant> started,
      Optional<Instant> finished,
      int exitCode) {
    var reason = state == State.EXITED ? exitCode == 0 ? "Completed" : "Error" : "";
    return new ContainerRecord(
        id,
        sandboxId,
        config,
        "simulated:" + config.image(),
        state,
        0,
        created,
        started,
        finished,
        exitCode,
        reason,
        "");
  }

  private ContainerRecord known(String id) {
    var known = containers.get(id);
    if (known == null) {
      throw new RuntimeFailure("NotFound", "there is no container " + id);
    }
    return known;
  }

  @Override
  public void startContainer(String id) {
    take(100);
    synchronized (this) {
      var known = known(id);
      containers.put(
          id,
          record(
              id,
              known.sandboxId(),
              known.config(),
              State.RUNNING,
              known.createdAt(),
              Optional.of(loop.now()),
              Optional.empty(),
              0));
      var image = known.config().image();
      if (image.contains("crash") || image.contains("once")) {
        loop.after(Duration.ofSeconds(1), () -> endBySelf(id, image.contains("once") ? 0 : 1));
      }
    }
  }

  /// The container ends by itself, as a test or its image wants it.
  public void endBySelf(String id, int exitCode) {
    ContainerRecord known;
    synchronized (this) {
      known = containers.get(id);
      if (known == null || known.state() != State.RUNNING) {
        return;
      }
      end(id, exitCode);
    }
    tell(new RuntimeEvent(known.sandboxId(), id));
  }

  private void end(String id, int exitCode) {
    var known = known(id);
    containers.put(
        id,
        record(
            id,
            known.sandboxId(),
            known.config(),
            State.EXITED,
            known.createdAt(),
            known.startedAt(),
            Optional.of(loop.now()),
            exitCode));
  }

  private void tell(RuntimeEvent event) {
    List.copyOf(listeners).forEach(listener -> listener.accept(event));
  }

  @Override
  public void stopContainer(String id, Duration grace) {
    take(grace.isZero() ? 5 : 300);
    endBySelf(id, grace.isZero() ? 137 : 143);
  }

  @Override
  public void removeContainer(String id) {
    stopContainer(id, Duration.ZERO);
    synchronized (this) {
      containers.remove(id);
    }
  }

  @Override
  public List<ContainerRecord> containers() {
    take(3);
    synchronized (this) {
      return List.copyOf(containers.values());
    }
  }

  @Override
  public ExecResult exec(String id, List<String> command, Duration timeout) {
    take(20);
    synchronized (this) {
      if (known(id).state() != State.RUNNING) {
        throw new RuntimeFailure("ExecFailed", "container " + id + " does not run");
      }
    }
    return new ExecResult(0, "");
  }

  @Override
  public void logs(String id, LogOptions options, OutputStream out) {
    try {
      out.write("this container is simulated\n".getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Connection dial(String sandboxId, int port, Duration timeout) {
    take(5);
    synchronized (this) {
      var listens =
          containers.values().stream()
              .anyMatch(c -> c.sandboxId().equals(sandboxId) && c.state() == State.RUNNING);
      if (!listens) {
        throw new RuntimeFailure("ConnectionRefused", "connection refused");
      }
    }
    return new Answering(
        new ByteArrayInputStream(ANSWER.getBytes(StandardCharsets.US_ASCII)),
        OutputStream.nullOutputStream());
  }

  private record Answering(InputStream in, OutputStream out) implements Connection {
    @Override
    public void close() {}
  }

  @Override
  public EventLoop.Cancellable subscribe(Consumer<RuntimeEvent> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  @Override
  public void close() {}
}
