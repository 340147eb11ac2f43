package timonier.pods;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import timonier.kit.loop.EventLoop;
import timonier.pods.ContainerRuntime.Session;
import timonier.pods.docker.EngineExec;
import timonier.pods.docker.EngineFailure;

/// Talking to a command in a container of the Docker Engine.
final class DockerExecSession implements Session {

  /// The engine tells nobody when a command is over, only that it says no more.
  private static final Duration PAUSE = Duration.ofMillis(10);

  private final EventLoop loop;
  private final EngineExec exec;
  private final Optional<Duration> timeout;
  private final Optional<EventLoop.Cancellable> timer;
  private volatile boolean late;
  private volatile boolean over;

  DockerExecSession(EventLoop loop, EngineExec exec, Optional<Duration> timeout) {
    this.loop = loop;
    this.exec = exec;
    this.timeout = timeout;
    this.timer = timeout.map(limit -> loop.after(limit, this::expire));
  }

  private void expire() {
    late = true;
    loop.spawn("kill " + exec.id(), this::close);
  }

  @Override
  public OutputStream in() {
    return exec.stream().in();
  }

  @Override
  public int run(OutputStream out, OutputStream err) {
    try {
      exec.stream().copy(out, err);
      var code = exec.exitCode();
      while (code.isEmpty() && !late) {
        loop.sleep(PAUSE);
        code = exec.exitCode();
      }
      if (!late && code.isPresent()) {
        over = true;
        return code.get();
      }
      throw ended("the command was killed");
    } catch (IOException e) {
      throw exec.engine().answers()
          ? ended(String.valueOf(e.getMessage()))
          : new RuntimeFailure(RuntimeFailure.UNAVAILABLE, String.valueOf(e.getMessage()));
    } catch (EngineFailure e) {
      throw late ? ended("") : DockerRuntime.failure("StreamEnded", e);
    }
  }

  private RuntimeFailure ended(String why) {
    return late
        ? new RuntimeFailure(
            "DeadlineExceeded",
            "command timed out after %s s".formatted(timeout.orElseThrow().toMillis() / 1000.0))
        : new RuntimeFailure("StreamEnded", why);
  }

  @Override
  public void resize(int columns, int rows) {
    try {
      exec.resize(columns, rows);
    } catch (EngineFailure e) {
      throw new RuntimeFailure("StreamEnded", String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void close() {
    timer.ifPresent(EventLoop.Cancellable::cancel);
    if (!over) {
      over = true;
      try {
        exec.kill();
      } catch (EngineFailure _) {
        // it cannot be killed while the engine is away
      }
    }
    exec.stream().close();
  }
}
