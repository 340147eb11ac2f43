package timonier.pods.simulated;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import timonier.kit.loop.EventLoop;
import timonier.pods.runtime.ContainerRuntime;
import timonier.pods.runtime.Limits;
import timonier.pods.runtime.RuntimeFailure;

/// A runtime whose containers are records, for tests, for simulations, and for thousands of nodes.
///
/// Its state is in the [SimulatedHost], so that a restarted kubelet with a new runtime on the same
/// host finds everything as it was.
public final class SimulatedRuntime implements ContainerRuntime {

  private final EventLoop loop;
  private final SimulatedHost host;
  private final Faults faults;

  /// Faults and delays of calls.
  public interface Faults {
    /// How long a call takes.
    Duration delay(String call);

    /// Whether a call fails before it has done anything.
    boolean failsBefore(String call);

    /// Whether a call fails after it has done its work.
    boolean failsAfter(String call);

    /// No faults and no delays.
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

  /// Makes a runtime on a machine.
  ///
  /// @param loop of the component that calls it
  /// @param host on which containers run
  /// @param faults of its calls
  public SimulatedRuntime(EventLoop loop, SimulatedHost host, Faults faults) {
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
      throw new RuntimeFailure(RuntimeFailure.UNAVAILABLE, what + " failed before it did anything");
    }
    var result = work.run();
    if (faults.failsAfter(what)) {
      throw new RuntimeFailure(RuntimeFailure.UNAVAILABLE, what + " failed after it was done");
    }
    return result;
  }

  @Override
  public String runSandbox(Sandbox.Config config) {
    return call("runSandbox", () -> host.runSandbox(config).id());
  }

  @Override
  public void stopSandbox(String id) {
    call(
        "stopSandbox",
        () -> {
          host.stopSandbox(id);
          return id;
        });
  }

  @Override
  public void removeSandbox(String id) {
    call(
        "removeSandbox",
        () -> {
          host.removeSandbox(id);
          return id;
        });
  }

  @Override
  public List<Sandbox> sandboxes() {
    return call("sandboxes", host::sandboxes);
  }

  @Override
  public String pullImage(String image) {
    return call("pullImage", () -> host.images().pull(image));
  }

  @Override
  public Optional<String> imageId(String image) {
    return host.images().id(image);
  }

  @Override
  public List<Image> images() {
    return call("images", host.images()::list);
  }

  @Override
  public void removeImage(String id) {
    call(
        "removeImage",
        () -> {
          host.images().remove(id);
          return id;
        });
  }

  @Override
  public Optional<Space> imageSpace() {
    return host.images().space();
  }

  @Override
  public String createContainer(String sandboxId, ContainerConfig config) {
    return call("createContainer", () -> host.create(sandboxId, config).id());
  }

  @Override
  public void startContainer(String id) {
    call("startContainer", () -> host.start(found(id)));
  }

  private ContainerRecord found(String id) {
    return host.find(id)
        .orElseThrow(() -> new RuntimeFailure("NotFound", "there is no container " + id));
  }

  private ContainerRecord running(String id) {
    var record = found(id);
    if (record.state() != State.RUNNING) {
      throw new RuntimeFailure("NotRunning", "container " + id + " is not running");
    }
    return record;
  }

  @Override
  public void updateContainer(String id, Limits limits) {
    call("updateContainer", () -> host.update(running(id), limits));
  }

  @Override
  public void stopContainer(String id, Duration grace) {
    call("stopContainer", () -> host.find(id))
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
          host.remove(id);
          return id;
        });
  }

  @Override
  public List<ContainerRecord> containers() {
    return call("containers", host::containers);
  }

  @Override
  public Session exec(String id, ExecOptions options) {
    return call("exec", () -> session(id, options));
  }

  private Session session(String id, ExecOptions options) {
    running(id);
    return new SimulatedSession(loop, options);
  }

  @Override
  public Session attach(String id, boolean stdin) {
    return call("attach", () -> new SimulatedAttachment(loop, host, running(id)));
  }

  @Override
  public void logs(String id, LogOptions options, OutputStream out) {
    var record = found(id);
    try {
      host.log(id).copy(options, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (options.follow() && record.state() == State.RUNNING) {
      new SimulatedAttachment(loop, host, record).await();
    }
  }

  @Override
  public Connection dial(String sandboxId, From from, int port, Duration timeout) {
    return call(
        "dial",
        () -> {
          if (host.containers().stream().noneMatch(record -> listens(record, sandboxId))) {
            throw new RuntimeFailure("ConnectionRefused", "nobody listens on port " + port);
          }
          return new CannedConnection();
        });
  }

  /// Connects to a pod of this machine; no other host listens.
  @Override
  public Connection dial(String address, int port, Duration timeout) {
    var pod = host.sandboxes().stream().filter(it -> it.address().equals(address)).findFirst();
    return pod.map(there -> dial(there.id(), From.NODE, port, timeout))
        .orElseThrow(
            () -> new RuntimeFailure("ConnectionRefused", "nobody is at " + address + ":" + port));
  }

  private boolean listens(ContainerRecord record, String sandboxId) {
    var since = record.startedAt().orElse(Instant.MAX);
    return record.sandboxId().equals(sandboxId)
        && record.state() == State.RUNNING
        && !Duration.between(since, loop.now())
            .minus(host.program(record).listensAfter())
            .isNegative();
  }

  /// Answers every request: by HTTP/2 that the service is serving, otherwise by an empty page.
  private static final class CannedConnection implements Connection {
    /// One frame: the data that end stream 1, a message with the value 1.
    private static final byte[] SERVING = {0, 0, 7, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 2, 8, 1};

    private final InputStream in =
        new ByteArrayInputStream(
            "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.UTF_8));
    private final InputStream health = new ByteArrayInputStream(SERVING);
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Override
    public InputStream in() {
      return out.toString(StandardCharsets.US_ASCII).startsWith("PRI ") ? health : in;
    }

    @Override
    public OutputStream out() {
      return out;
    }

    /// No bytes are ever waiting.
    @Override
    public Connection encrypted() {
      return this;
    }

    @Override
    public void closeOut() {}

    @Override
    public void close() {}
  }

  @Override
  public EventLoop.Cancellable subscribe(Consumer<RuntimeEvent> listener) {
    return host.subscribe(listener);
  }

  @Override
  public void close() {}
}
