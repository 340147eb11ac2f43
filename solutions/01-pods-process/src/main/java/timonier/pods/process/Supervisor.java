package timonier.pods.process;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import timonier.pods.host.PidSpaces;
import timonier.pods.host.Processes;

/// The parent of a node's containers: a small process that outlives the kubelet.
///
/// It starts containers and commands inside them, writes logs and exit codes, and holds the inputs
/// and terminals of containers open. All that must be known after its own end is in each
/// [ContainerFolder]. Requests come by [Wire] on a socket in its folder, which only its owner may
/// open. When it is killed, the kernel kills its containers.
public final class Supervisor {

  /// For the kernel, the parent is the thread that starts a program, so one thread that never ends
  /// starts all.
  private final ExecutorService parent = Executors.newSingleThreadExecutor();

  private final Map<String, Supervised> containers = new ConcurrentHashMap<>();
  private final PidSpaces spaces = new PidSpaces();
  private final List<Wire> watchers = new CopyOnWriteArrayList<>();

  private Supervisor() {}

  /// Serves until it is killed.
  ///
  /// @param arguments its folder, and the path of its socket
  public static void main(String[] arguments) throws IOException {
    var folder = Path.of(arguments[0]);
    var socket = Path.of(arguments[1]);
    try (var lock =
            FileChannel.open(
                folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      if (lock.tryLock() == null) {
        throw new IOException("another supervisor serves " + folder);
      }
      var me = Processes.Id.current();
      Files.writeString(folder.resolve("process"), me.pid() + " " + me.started() + "\n");
      Files.deleteIfExists(socket);
      server.bind(UnixDomainSocketAddress.of(socket));
      Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
      System.out.println(SupervisorProcess.LISTENING);
      new Supervisor().serve(server);
    }
  }

  /// Writes a failure to the supervisor's own log.
  static void report(String what, Exception failure) {
    System.err.println(java.time.Instant.now() + " " + what + ": " + failure);
  }

  private void serve(ServerSocketChannel server) throws IOException {
    while (true) {
      var wire = new Wire(server.accept());
      Thread.ofPlatform().daemon().name("request").start(() -> answer(wire));
    }
  }

  private void answer(Wire wire) {
    try (wire) {
      var request = wire.receive();
      if (request.isPresent()) {
        answer(wire, request.get());
      }
    } catch (IOException failure) {
      report("a request failed", failure);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void answer(Wire wire, Wire.Frame request) throws IOException, InterruptedException {
    switch (request.kind()) {
      case START -> start(wire, Launch.of(request.bytes()));
      case EXEC -> exec(wire, Launch.of(request.bytes()));
      case ATTACH -> attach(wire, request.text());
      case EVENTS -> watch(wire);
      default -> wire.send(Wire.Kind.REFUSED, "not a request: " + request.kind());
    }
  }

  private void start(Wire wire, Launch launch) throws IOException, InterruptedException {
    try {
      var container = container(launch);
      containers.put(container.id(), container);
      Thread.ofPlatform().daemon().name("end-" + container.id()).start(() -> await(container));
      wire.send(Wire.Kind.DONE);
    } catch (IOException failure) {
      if (failure instanceof StartFailure) {
        new ContainerFolder(launch.container()).refuse(String.valueOf(failure.getMessage()));
      }
      wire.send(Wire.Kind.REFUSED, String.valueOf(failure.getMessage()));
    }
  }

  private Supervised container(Launch launch) throws IOException, InterruptedException {
    return launch.confinement().isPresent()
        ? supervise(launch, Program.start(ConfinedProcess.start(launch, spaces)))
        : inParent(() -> supervise(launch, Program.start(launch)));
  }

  private Program command(Launch launch) throws IOException, InterruptedException {
    return launch.confinement().isPresent()
        ? Program.start(ConfinedProcess.inside(launch, spaces))
        : inParent(() -> Program.start(launch));
  }

  /// Begins to supervise a program, or kills it if that fails: an unsupervised one would be started
  /// a second time.
  private static Supervised supervise(Launch launch, Program program) throws IOException {
    try {
      return new Supervised(launch, program);
    } catch (IOException failure) {
      program.kill();
      throw failure;
    }
  }

  private <T> T inParent(Callable<T> work) throws IOException, InterruptedException {
    try {
      return parent.submit(work).get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException failure
          ? failure
          : new IOException(String.valueOf(e.getCause()), e);
    }
  }

  private void await(Supervised container) {
    try {
      container.await();
    } catch (RuntimeException bug) {
      report("container " + container.id() + " did not end as it should", bug);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    containers.remove(container.id());
    for (var watcher : watchers) {
      try {
        watcher.send(Wire.Kind.EXITED, container.id());
      } catch (IOException _) {
        watchers.remove(watcher);
      }
    }
  }

  private void exec(Wire wire, Launch launch) throws IOException, InterruptedException {
    Program program;
    try {
      program = command(launch);
    } catch (IOException failure) {
      wire.send(Wire.Kind.REFUSED, String.valueOf(failure.getMessage()));
      return;
    }
    Relay.run(wire, program, launch.timeoutMillis());
  }

  private void attach(Wire wire, String id) throws IOException {
    var container = containers.get(id);
    if (container == null) {
      wire.send(Wire.Kind.REFUSED, "container " + id + " is not running");
    } else {
      container.attach(wire);
    }
  }

  /// Holds the connection until the other side ends it.
  private void watch(Wire wire) throws IOException {
    wire.send(Wire.Kind.DONE);
    watchers.add(wire);
    while (wire.receive().isPresent()) {
      report("told while nothing was asked", new IOException("a frame"));
    }
    watchers.remove(wire);
  }
}
