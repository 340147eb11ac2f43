package timonier.pods.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import timonier.pods.host.Processes;

/// A client of a folder's supervisor: finds the running one, or starts one.
///
/// Its own folder holds `process` (id and moment of start), `address` (the path of its socket),
/// `lock`, and `log`. The supervisor itself writes the first, before it can be asked anything.
public final class SupervisorProcess {

  /// The line that a supervisor prints once it accepts requests.
  static final String LISTENING = "listening";

  /// The path of a socket may have 108 bytes on Linux and 104 on macOS, including a final zero.
  private static final int LONGEST_PATH = 100;

  private static final List<String> JVM =
      List.of(
          "-Xmx24m",
          "-Xms6m",
          "-Xmn2m",
          "-Xss256k",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:CICompilerCount=1",
          "-XX:-UsePerfData",
          "-XX:+UseCompactObjectHeaders",
          "-Xshare:auto",
          "--enable-native-access=ALL-UNNAMED");

  private final Path folder;
  private final Path java;
  private final String classPath;

  /// The supervisor of a folder, which may be running or not.
  ///
  /// @param java the program `java`
  /// @param classPath of its classes
  public SupervisorProcess(Path folder, Path java, String classPath) {
    this.folder = folder;
    this.java = java;
    this.classPath = classPath;
  }

  private Optional<Processes.Id> id() {
    return Processes.Id.read(folder.resolve("process"));
  }

  /// Whether it runs.
  public boolean isAlive() {
    return id().filter(Processes.Id::isAlive).isPresent();
  }

  /// Starts one; none may be running.
  public void start() throws IOException {
    Files.createDirectories(folder);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    var socket = folder.resolve("socket");
    if (socket.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_PATH) {
      socket = Files.createTempDirectory("timonier").resolve("socket");
    }
    Files.writeString(folder.resolve("address"), socket.toString());
    var command = new ArrayList<String>();
    command.add(java.toString());
    command.addAll(JVM);
    command.addAll(List.of("-cp", classPath, Supervisor.class.getName()));
    command.addAll(List.of(folder.toString(), socket.toString()));
    var process =
        new ProcessBuilder(command)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectError(Redirect.appendTo(folder.resolve("log").toFile()))
            .start();
    try {
      awaitListening(process);
    } catch (IOException failure) {
      process.destroyForcibly();
      throw failure;
    }
  }

  private void awaitListening(Process process) throws IOException {
    try (var said =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
      if (!LISTENING.equals(said.readLine())) {
        throw new IOException("the supervisor did not start; see " + folder.resolve("log"));
      }
    }
  }

  private Wire connect() throws IOException {
    return Wire.to(Path.of(Files.readString(folder.resolve("address"))));
  }

  /// Starts a container.
  ///
  /// @throws IOException with a sentence for people if that is impossible
  public void run(Launch launch) throws IOException {
    try (var wire = connect()) {
      wire.ask(Wire.Kind.START, launch.bytes());
    }
  }

  /// Runs a command inside a container.
  ///
  /// @throws IOException with a sentence for people if that is impossible
  public Conversation exec(Launch launch) throws IOException {
    return converse(Wire.Kind.EXEC, launch.bytes());
  }

  /// Attaches to a running container.
  ///
  /// @param container its id
  /// @param stdin whether to write to its input
  public Conversation attach(String container, boolean stdin) throws IOException {
    var conversation = converse(Wire.Kind.ATTACH, container.getBytes(StandardCharsets.UTF_8));
    if (stdin) {
      conversation.in().write(new byte[0]);
    }
    return conversation;
  }

  private Conversation converse(Wire.Kind kind, byte[] bytes) throws IOException {
    var wire = connect();
    try {
      wire.ask(kind, bytes);
      return new Conversation(wire);
    } catch (IOException failure) {
      wire.close();
      throw failure;
    }
  }

  /// The ends of containers, one after the other.
  public static final class Ends implements AutoCloseable {
    private final Wire wire;

    private Ends(Wire wire) {
      this.wire = wire;
    }

    /// Calls a listener with the id of each container that ends; returns when the supervisor is
    /// gone.
    public void forEach(Consumer<String> listener) throws IOException {
      for (var frame = wire.receive(); frame.isPresent(); frame = wire.receive()) {
        listener.accept(frame.get().text());
      }
    }

    @Override
    public void close() {
      wire.close();
    }
  }

  /// All ends of containers from now on.
  public Ends ends() throws IOException {
    var wire = connect();
    try {
      wire.ask(Wire.Kind.EVENTS, new byte[0]);
      return new Ends(wire);
    } catch (IOException failure) {
      wire.close();
      throw failure;
    }
  }

  /// Ends it, and all that it started. Does nothing if it is not running.
  public void end() {
    var process = id().filter(Processes.Id::isAlive).flatMap(id -> ProcessHandle.of(id.pid()));
    process.ifPresent(ProcessHandle::destroyForcibly);
    process.ifPresent(SupervisorProcess::await);
    try {
      if (Files.exists(folder.resolve("address"))) {
        var socket = Path.of(Files.readString(folder.resolve("address")));
        Files.deleteIfExists(socket);
        if (!socket.startsWith(folder)) {
          Files.deleteIfExists(socket.getParent());
        }
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /// Waits for the end of a process that is ending.
  private static void await(ProcessHandle process) {
    try {
      process.onExit().get(5, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("process " + process.pid() + " does not end", e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
