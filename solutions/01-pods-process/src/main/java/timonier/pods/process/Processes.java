package timonier.pods.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Looks after processes by id *and* moment of start: an id alone may belong to another one by now.
public final class Processes {

  /// A process.
  ///
  /// @param pid its id
  /// @param started when it started, as `/proc/PID/stat` tells it (clock ticks since boot); 0 where
  ///   there is no such file
  public record Id(long pid, long started) {

    /// Reads what a shim wrote; empty if it is not there yet.
    public static Optional<Id> read(Path file) {
      try {
        var words = Files.readString(file).strip().split(" ", -1);
        return Optional.of(new Id(Long.parseLong(words[0]), Long.parseLong(words[1])));
      } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException _) {
        return Optional.empty();
      }
    }

    /// Whether it still runs.
    public boolean isAlive() {
      return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent()
          && (started == 0 || started == startOf(pid));
    }
  }

  private static long startOf(long pid) {
    try {
      var stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return fields[0].equals("Z") ? -1 : Long.parseLong(fields[19]);
    } catch (IOException | RuntimeException _) {
      return -1;
    }
  }

  /// Signals a whole process group, if its leader is the process that is meant.
  public static void signal(Id leader, String signal) {
    if (leader.isAlive()) {
      run(List.of("kill", "-" + signal, "--", "-" + leader.pid()));
    }
  }

  /// Runs a short command and waits for it.
  ///
  /// @return its exit code, or -1 if it could not be run
  public static int run(List<String> command) {
    try {
      var process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return -1;
      }
      return process.exitValue();
    } catch (IOException e) {
      return -1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return -1;
    }
  }

  /// Removes a folder and all below it.
  public static void removeTree(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (var all = Files.walk(folder)) {
      for (var path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Processes() {}
}
