package timonier.assembly;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// A process that was started for a data folder, identified by its id and the moment it started.
///
/// The moment makes signalling safe, since an operating system reuses the ids of ended processes.
/// It is kept in milliseconds, the resolution of [ProcessHandle.Info#startInstant].
///
/// @param pid the process id
/// @param startedAt milliseconds since 1970
record OwnedProcess(long pid, long startedAt) {

  static OwnedProcess of(ProcessHandle process) {
    return new OwnedProcess(process.pid(), startedAt(process));
  }

  private static long startedAt(ProcessHandle process) {
    return process.info().startInstant().map(java.time.Instant::toEpochMilli).orElse(0L);
  }

  /// Reads what [#write] wrote; empty if there is no such file, or it makes no sense.
  static Optional<OwnedProcess> read(Path file) {
    try {
      var words = Files.readString(file).strip().split(" ", -1);
      return Optional.of(new OwnedProcess(Long.parseLong(words[0]), Long.parseLong(words[1])));
    } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException _) {
      return Optional.empty();
    }
  }

  void write(Path file) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, pid + " " + startedAt + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The process, if it still runs.
  Optional<ProcessHandle> alive() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(process -> startedAt(process) == startedAt);
  }
}
