package timonier.pods.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import timonier.pods.host.Processes;
import timonier.pods.host.Terminal;

/// A program that runs under the supervisor: a container's own, or a command inside one.
///
/// It has a session of its own, and the kernel kills it when the supervisor is killed.
final class Program {

  private static final int BLOCK = 8192;
  private static final int STACK = 128 << 10;

  private final Process process;
  private final Processes.Id id;
  private final Optional<Terminal> terminal;
  private final OutputStream in;
  private final List<Thread> readers = new ArrayList<>();

  /// Receives a program's outputs.
  interface Listener {
    /// Called with a piece of the program's output.
    ///
    /// @param isError whether it is from the error output
    void said(boolean isError, byte[] bytes, int length);
  }

  private Program(Process process, Optional<Terminal> terminal) {
    this.process = process;
    this.id = Processes.Id.of(process);
    this.terminal = terminal;
    this.in = terminal.map(Terminal::out).orElseGet(process::getOutputStream);
  }

  /// Starts a program. For the kernel, the calling thread is the program's parent; when that thread
  /// ends, the kernel kills the program.
  ///
  /// @throws StartFailure if there is no such program, which is checked first: the wrapper that
  ///   starts it in a session of its own would fail too late
  static Program start(Launch launch) throws IOException {
    if (launch.program().isEmpty()) {
      throw notFound(launch);
    }
    var terminal = launch.tty() ? Optional.of(terminal()) : Optional.<Terminal>empty();
    var builder = new ProcessBuilder(line(launch));
    Files.createDirectories(launch.directory());
    builder.directory(launch.directory().toFile());
    builder.environment().clear();
    builder.environment().putAll(launch.environment());
    new ContainerFolder(launch.container()).mark(builder.environment());
    if (terminal.isPresent()) {
      var file = terminal.get().path().toFile();
      builder.redirectInput(file).redirectOutput(file).redirectErrorStream(true);
    } else if (!launch.stdin()) {
      builder.redirectInput(Redirect.from(Path.of("/dev/null").toFile()));
    }
    try {
      return new Program(builder.start(), terminal);
    } catch (IOException failure) {
      if (terminal.isPresent()) {
        terminal.get().close();
      }
      throw StartFailure.of(failure);
    }
  }

  /// Starts a program in namespaces of its own.
  static Program start(ConfinedProcess process) {
    return new Program(process, process.terminal());
  }

  static StartFailure notFound(Launch launch) {
    var name = launch.command().stream().findFirst().orElse("");
    return new StartFailure(
        "exec failed: unable to start container process: exec: \"%s\": executable file not found"
                .formatted(name)
            + " in $PATH");
  }

  private static Terminal terminal() throws IOException {
    if (!Processes.isProgram("setsid")) {
      throw new IOException("a terminal needs the program setsid, from util-linux");
    }
    return Terminal.open();
  }

  private static List<String> line(Launch launch) {
    var line = new ArrayList<String>();
    if (Processes.isProgram("setpriv")) {
      line.addAll(List.of("setpriv", "--pdeathsig", "KILL"));
    }
    if (Processes.isProgram("setsid")) {
      line.add("setsid");
      if (launch.tty()) {
        line.add("--ctty");
      }
    }
    line.addAll(launch.command());
    return line;
  }

  /// Its process, which also leads the session of all that it started.
  Processes.Id id() {
    return id;
  }

  /// Begins to pass its outputs on.
  void listen(Listener listener) {
    if (terminal.isPresent()) {
      read(terminal.get().in(), false, listener);
    } else {
      read(process.getInputStream(), false, listener);
      read(process.getErrorStream(), true, listener);
    }
  }

  private void read(InputStream stream, boolean isError, Listener listener) {
    readers.add(
        Thread.ofPlatform()
            .daemon()
            .stackSize(STACK)
            .name("output-" + process.pid())
            .start(() -> pass(stream, isError, listener)));
  }

  private static void pass(InputStream stream, boolean isError, Listener listener) {
    var block = new byte[BLOCK];
    try {
      for (var read = stream.read(block); read >= 0; read = stream.read(block)) {
        listener.said(isError, block, read);
      }
    } catch (IOException _) {
      // a terminal ends with an error when no process is left on the other side
    }
  }

  /// Writes to its input.
  void tell(byte[] bytes) throws IOException {
    in.write(bytes);
    in.flush();
  }

  /// Ends its input.
  void endInput() throws IOException {
    in.close();
  }

  void resize(int columns, int rows) throws IOException {
    if (terminal.isPresent()) {
      terminal.get().resize(columns, rows);
    }
  }

  /// Waits until it has ended.
  ///
  /// @param limitMillis the longest wait; 0 for no limit
  /// @return its exit code; empty if it takes longer
  Optional<Integer> await(long limitMillis) throws InterruptedException {
    if (limitMillis > 0 && !process.waitFor(limitMillis, TimeUnit.MILLISECONDS)) {
      return Optional.empty();
    }
    return Optional.of(process.waitFor());
  }

  /// Waits until all its output was passed on, but not for processes that it left behind with its
  /// output open.
  void drain(Duration limit) throws InterruptedException {
    var left = true;
    for (var reader : readers) {
      left &= reader.join(limit);
    }
    if (left && terminal.isPresent()) {
      try {
        terminal.get().close();
      } catch (IOException failure) {
        Supervisor.report("a terminal could not be closed", failure);
      }
    }
  }

  /// Kills it and what it started, if it is still running.
  void kill() {
    if (process.isAlive()) {
      Processes.killSession(id);
    }
  }
}
