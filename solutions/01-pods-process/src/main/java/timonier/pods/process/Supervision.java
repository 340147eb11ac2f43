package timonier.pods.process;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;
import timonier.kit.loop.EventLoop;
import timonier.pods.process.RuntimeFolder.KeptContainer;
import timonier.pods.runtime.RuntimeFailure;

/// Keeps a supervisor for the containers of a folder while they run, and reports their ends.
final class Supervision implements AutoCloseable {

  private final EventLoop loop;
  private final RuntimeFolder folder;
  private final SupervisorProcess supervisor;
  private final Consumer<KeptContainer> ended;
  private Optional<SupervisorProcess.Ends> ends = Optional.empty();
  private boolean closed;

  /// @param ended called when a container ends
  Supervision(
      EventLoop loop,
      RuntimeFolder folder,
      SupervisorProcess supervisor,
      Consumer<KeptContainer> ended) {
    this.loop = loop;
    this.folder = folder;
    this.supervisor = supervisor;
    this.ended = ended;
  }

  /// Connects to the running supervisor; if there is none, or it does not answer, ends what it
  /// left.
  synchronized void takeUp() {
    try {
      if (supervisor.isAlive()) {
        listen();
        return;
      }
    } catch (RuntimeFailure _) {
      supervisor.end();
    }
    folder.containers().forEach(kept -> folder.container(kept.id()).bury());
  }

  private void listen() {
    try {
      var found = supervisor.ends();
      ends = Optional.of(found);
      loop.spawn("ends of containers", () -> tell(found));
    } catch (IOException e) {
      throw new RuntimeFailure("SupervisorFailed", String.valueOf(e.getMessage()));
    }
  }

  private void tell(SupervisorProcess.Ends found) {
    try (found) {
      found.forEach(id -> folder.findContainer(id).ifPresent(ended));
    } catch (IOException e) {
      LoggerFactory.getLogger(loop.name()).warn("the supervisor does not answer", e);
    }
    if (isLost(found)) {
      folder.containers().stream().filter(this::hasEnded).forEach(ended);
    }
  }

  private boolean hasEnded(KeptContainer kept) {
    return Optional.of(folder.container(kept.id())).flatMap(ContainerFolder::exitCode).isPresent();
  }

  /// Whether the supervisor ended unasked; if so, ends what it left.
  private synchronized boolean isLost(SupervisorProcess.Ends which) {
    if (closed || ends.filter(which::equals).isEmpty()) {
      return false;
    }
    ends = Optional.empty();
    supervisor.end();
    takeUp();
    return true;
  }

  boolean isAlive() {
    return supervisor.isAlive();
  }

  /// Returns the running supervisor, or starts one. Fails after [#close].
  synchronized SupervisorProcess supervisor() {
    if (closed) {
      throw new RuntimeFailure(RuntimeFailure.UNAVAILABLE, "the runtime was closed");
    }
    if (ends.isEmpty() || !supervisor.isAlive()) {
      ends = Optional.empty();
      supervisor.end();
      takeUp();
      start();
    }
    return supervisor;
  }

  private void start() {
    try {
      supervisor.start();
    } catch (IOException e) {
      throw new RuntimeFailure("SupervisorFailed", String.valueOf(e.getMessage()));
    }
    listen();
  }

  /// Ends the supervisor.
  void end() {
    close();
    supervisor.end();
  }

  /// Disconnects from the supervisor, which keeps running.
  @Override
  public synchronized void close() {
    closed = true;
    ends.ifPresent(SupervisorProcess.Ends::close);
    ends = Optional.empty();
  }
}
