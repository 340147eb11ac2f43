package timonier.pods.process;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import timonier.pods.host.ControlGroup;

/// A container under its supervisor. Writes its output to its log and to attached clients, and
/// records its end.
final class Supervised implements Program.Listener {

  /// How long a container's last output may take to reach its log.
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  /// The wait before recording a container's end is tried again on a full disk.
  private static final Duration AGAIN = Duration.ofSeconds(1);

  private final ContainerFolder folder;
  private final Launch launch;
  private final Program program;
  private final LogWriter log;
  private final LogWriter.Stream stdout;
  private final LogWriter.Stream stderr;
  private final List<Wire> joined = new CopyOnWriteArrayList<>();
  private boolean ended;

  Supervised(Launch launch, Program program) throws IOException {
    this.folder = new ContainerFolder(launch.container());
    this.launch = launch;
    this.program = program;
    this.log = new LogWriter(folder.log());
    this.stdout = log.stream("stdout");
    this.stderr = log.stream("stderr");
    folder.begin(program.id());
    program.listen(this);
  }

  String id() {
    return folder.id();
  }

  @Override
  public void said(boolean isError, byte[] bytes, int length) {
    try {
      (isError ? stderr : stdout).write(bytes, length);
    } catch (IOException failure) {
      Supervisor.report("the log of " + id() + " lost a line", failure);
    }
    for (var wire : joined) {
      try {
        wire.send(isError ? Wire.Kind.STDERR : Wire.Kind.STDOUT, bytes, 0, length);
      } catch (IOException _) {
        joined.remove(wire);
      }
    }
  }

  /// Waits for its end and records it.
  ///
  /// @return its exit code
  int await() throws InterruptedException {
    int code = program.await(0).orElseThrow();
    clear();
    program.drain(LAST_WORDS);
    endLog();
    writeEnd(code);
    synchronized (this) {
      ended = true;
    }
    for (var wire : joined) {
      Relay.end(wire, code);
    }
    return code;
  }

  /// Ends what is left of it. A process namespace of its own has ended with its program.
  private void clear() {
    if (!launch.isAlone()) {
      folder.killRest(program.id());
    }
    if (launch.confinement().filter(c -> !c.limits().isNone()).isPresent()) {
      removeGroup();
    }
  }

  private void removeGroup() {
    try {
      var group = new ControlGroup(folder.id());
      if (group.ranOutOfMemory()) {
        folder.noteOutOfMemory();
      }
      group.remove();
    } catch (IOException failure) {
      Supervisor.report("the limits of " + id() + " are not cleared away", failure);
    }
  }

  private void endLog() {
    try (log) {
      stdout.end();
      stderr.end();
    } catch (IOException failure) {
      Supervisor.report("the log of " + id() + " lost its last words", failure);
    }
  }

  /// Records how it ended, trying until it succeeds: a full disk will have room again, and until
  /// then the container counts as running.
  private void writeEnd(int code) throws InterruptedException {
    for (var tries = 0; ; tries++) {
      try {
        folder.end(code);
        return;
      } catch (IOException failure) {
        if (tries == 0) {
          Supervisor.report("the end of " + id() + " is written as soon as it can be", failure);
        }
        Thread.sleep(AGAIN);
      }
    }
  }

  /// Attaches a client, which is first told that it is attached, and then gets all output from that
  /// moment on.
  private synchronized boolean join(Wire wire) throws IOException {
    if (!ended) {
      wire.send(Wire.Kind.DONE);
      joined.add(wire);
    }
    return !ended;
  }

  /// Copies input and outputs until the client or the container ends.
  void attach(Wire wire) throws IOException {
    if (!join(wire)) {
      wire.send(Wire.Kind.REFUSED, "container " + id() + " is not running");
      return;
    }
    var told = Relay.listen(wire, program);
    joined.remove(wire);
    if (told && launch.stdinOnce()) {
      program.endInput();
    }
  }
}
