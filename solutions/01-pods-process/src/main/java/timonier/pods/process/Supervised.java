package timonier.pods.process;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A container under its supervisor: what it says goes to its log and to whoever joined it, and its
/// end is written down.
final class Supervised implements Program.Listener {

  /// How long the last words of a container may take to reach its log.
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

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
    folder.begin(program.id());
    this.log = new LogWriter(folder.log());
    this.stdout = log.stream("stdout");
    this.stderr = log.stream("stderr");
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

  /// Waits for its end and writes it down.
  ///
  /// @return its exit code
  int await() throws InterruptedException, IOException {
    int code = program.await(0).orElseThrow();
    folder.killRest(program.id());
    program.drain(LAST_WORDS);
    stdout.end();
    stderr.end();
    log.close();
    folder.end(code);
    synchronized (this) {
      ended = true;
    }
    for (var wire : joined) {
      Relay.end(wire, code);
    }
    return code;
  }

  /// Whoever joins hears first that it did, and then everything from that moment on.
  private synchronized boolean join(Wire wire) throws IOException {
    if (!ended) {
      wire.send(Wire.Kind.DONE);
      joined.add(wire);
    }
    return !ended;
  }

  /// Passes on what is said and heard until one of both ends.
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
