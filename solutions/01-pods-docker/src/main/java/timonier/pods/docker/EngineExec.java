package timonier.pods.docker;

import com.github.dockerjava.api.command.InspectExecResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import timonier.kit.loop.EventLoop;

/// A command that runs inside a container.
final class EngineExec implements EngineTalk {

  /// The pause between two looks at a command whose outputs have ended: the engine sends no event
  /// when a command ends.
  private static final Duration PAUSE = Duration.ofMillis(10);

  private final EventLoop loop;
  private final Engine engine;
  private final String container;
  private final String id;
  private final EngineStream stream;
  private final Optional<Duration> timeout;
  private final Optional<EventLoop.Cancellable> timer;
  private volatile boolean late;
  private volatile boolean over;

  /// Starts a command.
  EngineExec(EventLoop loop, Engine engine, String container, Engine.Command command) {
    this.loop = loop;
    this.engine = engine;
    this.container = container;
    this.id = create(command);
    var body = "{\"Detach\":false,\"Tty\":" + command.tty() + "}";
    this.stream = EngineStream.open(engine, "/exec/" + id + "/start", body, command.tty());
    this.timeout = command.timeout();
    this.timer = timeout.map(limit -> loop.after(limit, this::expire));
  }

  private String create(Engine.Command command) {
    return engine.ask(() ->
        engine
            .client()
            .execCreateCmd(container)
            .withCmd(command.words().toArray(String[]::new))
            .withTty(command.tty())
            .withAttachStdin(command.stdin())
            .withAttachStdout(true)
            .withAttachStderr(true)
            .exec()
            .getId());
  }

  private void expire() {
    late = true;
    loop.spawn("kill " + id, this::close);
  }

  @Override
  public OutputStream in() {
    return stream.in();
  }

  @Override
  public int run(OutputStream out, OutputStream err) {
    try {
      stream.copy(out, err);
      var code = exitCode();
      while (code.isEmpty() && !late) {
        loop.sleep(PAUSE);
        code = exitCode();
      }
      over = !late;
      return code.filter(_ -> over).orElseThrow(this::expired);
    } catch (IOException e) {
      throw late ? expired() : engine.ended(e);
    }
  }

  private EngineFailure expired() {
    return new EngineFailure(
        EngineFailure.LATE,
        "command timed out after %s s"
            .formatted(timeout.map(t -> t.toMillis() / 1000.0).orElse(0.0)));
  }

  private Optional<Integer> exitCode() {
    var found = inspect();
    return Boolean.TRUE.equals(found.isRunning())
        ? Optional.empty()
        : Optional.ofNullable(found.getExitCodeLong()).map(Long::intValue);
  }

  private InspectExecResponse inspect() {
    return engine.ask(() -> engine.client().inspectExecCmd(id).exec());
  }

  @Override
  public void resize(int columns, int rows) {
    engine.ask(() -> engine.client().resizeExecCmd(id).withSize(rows, columns).exec());
  }

  /// Leaves, and kills the command if it is still running.
  @Override
  public void close() {
    timer.ifPresent(EventLoop.Cancellable::cancel);
    if (!over) {
      over = true;
      try {
        kill();
      } catch (EngineFailure _) {
        // it cannot be killed while the engine is away
      }
    }
    stream.close();
  }

  /// Kills it, with all that it started. The engine has no call for that, so its process is killed
  /// on this host, if it is visible from here and still in the container.
  private void kill() {
    var found = inspect();
    while (!hasPid(found) && found.getExitCodeLong() == null) {
      loop.sleep(PAUSE);
      found = inspect();
    }
    if (Boolean.TRUE.equals(found.isRunning()) && isInContainer(found.getPidLong())) {
      ProcessHandle.of(found.getPidLong())
          .ifPresent(process -> {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
          });
    }
  }

  /// Whether the process id is known. The engine learns it a little after the start, perhaps after
  /// the command's first output.
  private static boolean hasPid(InspectExecResponse found) {
    return found.getPidLong() != null && found.getPidLong() > 0;
  }

  private boolean isInContainer(long pid) {
    try {
      var groups =
          Files.readString(Path.of("/proc/" + pid + "/cgroup"), StandardCharsets.ISO_8859_1);
      return groups.contains(container);
    } catch (IOException _) {
      return false;
    }
  }
}
