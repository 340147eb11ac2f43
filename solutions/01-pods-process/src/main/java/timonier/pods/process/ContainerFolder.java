package timonier.pods.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import timonier.pods.host.Processes;
import timonier.pods.runtime.RuntimeFailure;

/// The folder of a container, with everything that a restarted runtime needs to know about it.
///
/// ```
/// pid       its process: id and moment of start
/// exit      its exit code, once it has ended; 128 and more stand for a signal
/// refusal   why its program could not be started
/// oom       exists if it was killed for using too much memory
/// log       its outputs, in the format of the CRI; log.1 to log.4 are older
/// work/     its starting folder, without namespaces; mounted folders appear below it
/// root/     what it sees at /, with namespaces
/// layers/   its writes over programs and settings of the host
/// etc/      its own hosts, hostname and resolv.conf
/// ```
///
/// @param path the folder; its name is the container's id
public record ContainerFolder(Path path) {

  /// The variable that marks everything that runs for a container, even what left its session.
  private static final String MARK = "TIMONIER_CONTAINER";

  /// The exit code of a container that was killed, or whose end was not seen.
  public static final int KILLED = 137;

  /// The container's id.
  public String id() {
    return path.getFileName().toString();
  }

  /// The path of its log.
  public Path log() {
    return path.resolve("log");
  }

  /// Its starting folder, without namespaces.
  public Path work() {
    return path.resolve("work");
  }

  /// Its process; empty if it was not started.
  public Optional<Processes.Id> process() {
    return Processes.Id.read(path.resolve("pid"));
  }

  /// Its exit code; empty if it has not ended, or its end was not seen.
  public Optional<Integer> exitCode() {
    return read("exit").map(Integer::parseInt);
  }

  private Optional<String> read(String name) {
    try {
      return Optional.of(Files.readString(path.resolve(name)).strip());
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// When it was started.
  public Optional<Instant> startedAt() {
    return modifiedAt("pid");
  }

  /// When it ended, as far as known.
  public Optional<Instant> endedAt() {
    return modifiedAt("exit").or(this::startedAt);
  }

  private Optional<Instant> modifiedAt(String name) {
    try {
      return Optional.of(Files.getLastModifiedTime(path.resolve(name)).toInstant());
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void begin(Processes.Id process) throws IOException {
    write("pid", process.pid() + " " + process.started());
  }

  void end(int exitCode) throws IOException {
    write("exit", Integer.toString(exitCode));
  }

  /// Records that its program cannot be started.
  void refuse(String why) throws IOException {
    write("refusal", why);
    end(RuntimeFailure.NOT_STARTED);
  }

  /// Why its program could not be started; empty if it could, or was not started yet.
  public Optional<String> refusal() {
    return read("refusal");
  }

  void noteOutOfMemory() throws IOException {
    write("oom", "killed");
  }

  /// Whether it was killed for using too much memory.
  public boolean ranOutOfMemory() {
    return Files.exists(path.resolve("oom"));
  }

  /// The reason of its end, in one word.
  ///
  /// @param code its exit code
  String reason(int code) {
    if (refusal().isPresent()) {
      return RuntimeFailure.START_ERROR;
    }
    if (ranOutOfMemory()) {
      return "OOMKilled";
    }
    return code == 0 ? "Completed" : "Error";
  }

  private void write(String name, String text) throws IOException {
    var draft = path.resolve(name + ".new");
    Files.writeString(draft, text + "\n");
    Files.move(draft, path.resolve(name), StandardCopyOption.REPLACE_EXISTING);
  }

  /// Adds the mark of this container to an environment.
  void mark(Map<String, String> environment) {
    environment.put(MARK, id());
  }

  /// Kills everything that still runs for the container, which must have just ended.
  void killRest(Processes.Id leader) {
    Processes.killSession(leader);
    Processes.killMarked(MARK + "=" + id());
  }

  /// Ends what is left of a container whose supervisor is gone.
  public void bury() {
    if (exitCode().isPresent() || process().isEmpty()) {
      return;
    }
    process().ifPresent(leader -> Processes.signal(leader, "KILL"));
    Processes.killMarked(MARK + "=" + id());
    if (process().isPresent()) {
      try {
        end(KILLED);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
