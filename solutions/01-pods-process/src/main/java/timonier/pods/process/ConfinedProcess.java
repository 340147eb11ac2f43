package timonier.pods.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import timonier.pods.host.ControlGroup;
import timonier.pods.host.Descriptor;
import timonier.pods.host.PidSpaces;
import timonier.pods.host.Processes;
import timonier.pods.host.Spawn;
import timonier.pods.host.Terminal;

/// A program in a container with namespaces of its own, as a child of a thread that entered them
/// first and stays until the program has ended.
final class ConfinedProcess extends Process {

  private static final int STACK = 512 << 10;

  private final int pid;
  private final OutputStream in;
  private final InputStream out;
  private final InputStream err;
  private final Optional<Terminal> terminal;
  private final CompletableFuture<Integer> exit;

  private ConfinedProcess(
      int pid, Ends ends, Optional<Terminal> terminal, CompletableFuture<Integer> exit) {
    this.pid = pid;
    this.in = ends.in().map(Descriptor::output).orElseGet(OutputStream::nullOutputStream);
    this.out = ends.out().map(Descriptor::input).orElseGet(InputStream::nullInputStream);
    this.err = ends.err().map(Descriptor::input).orElseGet(InputStream::nullInputStream);
    this.terminal = terminal;
    this.exit = exit;
  }

  /// Our ends of the program's input and outputs.
  private record Ends(
      Optional<Descriptor> in, Optional<Descriptor> out, Optional<Descriptor> err) {}

  /// Starts a container's own program.
  static ConfinedProcess start(Launch launch, PidSpaces spaces) throws IOException {
    var group = new ControlGroup(new ContainerFolder(launch.container()).id());
    var limits = launch.confinement().orElseThrow().limits();
    if (!limits.isNone() && ControlGroup.canLimit()) {
      group.make(limits);
    }
    Confined.load();
    var started = new CompletableFuture<ConfinedProcess>();
    var confined = new Confined(launch, spaces);
    run(launch, started, new Life(confined, group, launch, confined::make));
    return await(started);
  }

  /// Starts a command inside a running container.
  static ConfinedProcess inside(Launch launch, PidSpaces spaces) throws IOException {
    var folder = new ContainerFolder(launch.container());
    var program =
        folder.process().orElseThrow(() -> new IOException("the container is not running"));
    Confined.load();
    var started = new CompletableFuture<ConfinedProcess>();
    var confined = new Confined(launch, spaces);
    var group = new ControlGroup(folder.id());
    run(launch, started, new Life(confined, group, launch, () -> confined.join(program)));
    return await(started);
  }

  private static void run(Launch launch, CompletableFuture<ConfinedProcess> started, Life life) {
    Thread.ofPlatform()
        .daemon()
        .stackSize(STACK)
        .name("parent-" + launch.container().getFileName())
        .start(() -> life.run(started));
  }

  private static ConfinedProcess await(CompletableFuture<ConfinedProcess> started)
      throws IOException {
    try {
      return started.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException failure
          ? failure
          : new IOException(String.valueOf(e.getCause()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private interface Entrance {
    void enter() throws IOException;
  }

  /// The life of the thread that is the program's parent.
  private record Life(Confined confined, ControlGroup group, Launch launch, Entrance entrance) {

    void run(CompletableFuture<ConfinedProcess> started) {
      var exit = new CompletableFuture<Integer>();
      try {
        var pid = begin(started, exit);
        var code = Spawn.await(pid);
        confined.end();
        exit.complete(code);
      } catch (IOException | RuntimeException | Error failure) {
        end();
        started.completeExceptionally(failure);
        exit.completeExceptionally(failure);
      }
    }

    private void end() {
      try {
        confined.end();
      } catch (IOException failure) {
        Supervisor.report("a container that did not start is not cleared away", failure);
      }
    }

    private int begin(CompletableFuture<ConfinedProcess> started, CompletableFuture<Integer> exit)
        throws IOException {
      var door = group.open();
      try {
        entrance.enter();
        confined.become();
        var terminal = launch.tty() ? Optional.of(Terminal.open()) : Optional.<Terminal>empty();
        return spawn(door, terminal, started, exit);
      } finally {
        door.close();
      }
    }

    private int spawn(
        ControlGroup.Door door,
        Optional<Terminal> terminal,
        CompletableFuture<ConfinedProcess> started,
        CompletableFuture<Integer> exit)
        throws IOException {
      var program = launch.program().orElseThrow(() -> Program.notFound(launch));
      var given = new ArrayList<Descriptor.Pipe>();
      var in =
          terminal.isEmpty() && launch.stdin() ? pipe(given) : Optional.<Descriptor.Pipe>empty();
      var out = terminal.isEmpty() ? pipe(given) : Optional.<Descriptor.Pipe>empty();
      var err = terminal.isEmpty() ? pipe(given) : Optional.<Descriptor.Pipe>empty();
      var files =
          new Spawn.Files3(
              in.map(Descriptor.Pipe::out),
              out.map(Descriptor.Pipe::in),
              err.map(Descriptor.Pipe::in),
              terminal.map(Terminal::path));
      int pid;
      try {
        pid = Spawn.start(program, launch.command(), environment(), files);
      } catch (IOException failure) {
        for (var pipe : given) {
          pipe.close();
        }
        throw StartFailure.of(failure);
      }
      for (var file : children(files)) {
        file.close();
      }
      door.pass(pid);
      var ends =
          new Ends(
              in.map(Descriptor.Pipe::in),
              out.map(Descriptor.Pipe::out),
              err.map(Descriptor.Pipe::out));
      started.complete(new ConfinedProcess(pid, ends, terminal, exit));
      return pid;
    }

    /// The environment, with the container's mark if the program has no process namespace of its
    /// own, to find what it leaves.
    private Map<String, String> environment() {
      var environment = new LinkedHashMap<>(launch.environment());
      if (!launch.isAlone()) {
        new ContainerFolder(launch.container()).mark(environment);
      }
      return environment;
    }

    private static List<Descriptor> children(Spawn.Files3 files) {
      var all = new ArrayList<Descriptor>();
      files.in().ifPresent(all::add);
      files.out().ifPresent(all::add);
      files.err().ifPresent(all::add);
      return all;
    }

    private static Optional<Descriptor.Pipe> pipe(List<Descriptor.Pipe> given) throws IOException {
      var pipe = Descriptor.Pipe.open();
      given.add(pipe);
      return Optional.of(pipe);
    }
  }

  Optional<Terminal> terminal() {
    return terminal;
  }

  @Override
  public long pid() {
    return pid;
  }

  @Override
  public OutputStream getOutputStream() {
    return in;
  }

  @Override
  public InputStream getInputStream() {
    return out;
  }

  @Override
  public InputStream getErrorStream() {
    return err;
  }

  @Override
  public int waitFor() throws InterruptedException {
    try {
      return exit.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("nobody knows how process " + pid + " ended", e);
    }
  }

  @Override
  public boolean waitFor(long timeout, TimeUnit unit) throws InterruptedException {
    try {
      var _ = exit.get(timeout, unit);
      return true;
    } catch (TimeoutException _) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("nobody knows how process " + pid + " ended", e);
    }
  }

  @Override
  public boolean isAlive() {
    return !exit.isDone();
  }

  @Override
  public int exitValue() {
    if (!exit.isDone()) {
      throw new IllegalThreadStateException("process " + pid + " has not ended");
    }
    return exit.join();
  }

  @Override
  public void destroy() {
    Processes.run(List.of("kill", "-KILL", Integer.toString(pid)));
  }
}
