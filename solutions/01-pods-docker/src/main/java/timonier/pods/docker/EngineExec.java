package timonier.pods.docker;

import com.github.dockerjava.api.command.InspectExecResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// A command that runs inside a container.
///
/// @param engine whose container it is
/// @param container the container's id
/// @param id the command's own id
/// @param stream how one talks to it
public record EngineExec(Engine engine, String container, String id, EngineStream stream) {

  /// What it returned; empty while it runs.
  public Optional<Integer> exitCode() {
    var found = inspect();
    return Boolean.TRUE.equals(found.isRunning())
        ? Optional.empty()
        : Optional.ofNullable(found.getExitCodeLong()).map(Long::intValue);
  }

  private InspectExecResponse inspect() {
    return engine.ask(() -> engine.client().inspectExecCmd(id).exec());
  }

  /// Says how large its terminal is.
  public void resize(int columns, int rows) {
    engine.ask(() -> engine.client().resizeExecCmd(id).withSize(rows, columns).exec());
  }

  /// Kills it, with all that it started. The engine has no call for that: its process is killed on
  /// this host, where it can be seen from here and is in the container still.
  public void kill() {
    var found = inspect();
    var pid = found.getPidLong();
    if (Boolean.TRUE.equals(found.isRunning()) && pid != null && isInContainer(pid)) {
      ProcessHandle.of(pid)
          .ifPresent(process -> {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
          });
    }
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
