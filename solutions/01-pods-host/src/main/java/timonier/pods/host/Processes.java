package timonier.pods.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// Identifies processes by id *and* moment of start: an id alone may belong to another one by now.
public final class Processes {

  private static final boolean HAS_PROC = Files.exists(Path.of("/proc/self/stat"));

  /// Fields of `/proc/PID/stat`, counted from the one after the program's name.
  private static final int STATE = 0;

  private static final int SESSION = 3;
  private static final int START = 19;

  private static final Duration LONGEST_COMMAND = Duration.ofSeconds(10);

  /// More than enough: a killed process starts nothing more.
  private static final int ROUNDS = 100;

  /// A process.
  ///
  /// @param pid its id
  /// @param started when it started: clock ticks since boot, from `/proc/PID/stat`, or milliseconds
  ///   since 1970 where there is no such file; -1 if it had already ended
  public record Id(long pid, long started) {

    public static Id of(Process process) {
      return new Id(process.pid(), startOf(process.pid()));
    }

    /// This process.
    public static Id current() {
      var pid = ProcessHandle.current().pid();
      return new Id(pid, startOf(pid));
    }

    /// Reads a supervisor's file; empty if it does not exist yet.
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
      return started >= 0 && started == startOf(pid);
    }
  }

  private static long startOf(long pid) {
    if (HAS_PROC) {
      return stat(pid)
          .filter(fields -> !fields[STATE].equals("Z"))
          .map(Processes::start)
          .orElse(-1L);
    }
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .flatMap(process -> process.info().startInstant())
        .map(Instant::toEpochMilli)
        .orElse(-1L);
  }

  private static long start(String[] fields) {
    return Long.parseLong(fields[START]);
  }

  /// The fields of `/proc/PID/stat` after the program's name.
  private static Optional<String[]> stat(long pid) {
    try {
      var stat = Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.ISO_8859_1);
      return Optional.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
    } catch (IOException | StringIndexOutOfBoundsException _) {
      return Optional.empty();
    }
  }

  /// Kills every process that has a variable in its environment.
  ///
  /// @param variable with its value, as in `NAME=value`
  public static void killMarked(String variable) {
    killAll(process -> hasVariable(process.pid(), variable));
  }

  /// Kills what is left of a session. Its number is not reused while one of its processes lives, so
  /// this is safe while its leader runs, and right after the leader's end.
  public static void killSession(Id leader) {
    if (HAS_PROC) {
      killAll(process -> isOfSession(process.pid(), leader));
    } else {
      run(List.of("kill", "-KILL", "--", "-" + leader.pid()));
    }
  }

  /// Kills processes, and looks again until nothing is left that they started meanwhile.
  private static void killAll(Predicate<ProcessHandle> which) {
    for (var round = 0; round < ROUNDS; round++) {
      var found =
          ProcessHandle.allProcesses()
              .filter(process -> process.pid() != ProcessHandle.current().pid())
              .filter(which)
              .toList();
      if (found.isEmpty()) {
        return;
      }
      found.forEach(ProcessHandle::destroyForcibly);
    }
  }

  /// Whether a process is in a leader's session. Never for session 0, which stands for all
  /// processes outside of our view.
  private static boolean isOfSession(long pid, Id leader) {
    return leader.pid() > 1
        && stat(pid)
            .filter(fields -> !fields[STATE].equals("Z"))
            .filter(fields -> Long.parseLong(fields[SESSION]) == leader.pid())
            .filter(fields -> start(fields) >= leader.started())
            .isPresent();
  }

  private static boolean hasVariable(long pid, String variable) {
    try {
      var all = Files.readAllBytes(Path.of("/proc/" + pid + "/environ"));
      return ("\0" + new String(all, StandardCharsets.ISO_8859_1)).contains("\0" + variable + "\0");
    } catch (IOException _) {
      return false;
    }
  }

  /// Signals a whole process group, if its leader is still that process.
  public static void signal(Id leader, String signal) {
    if (leader.isAlive()) {
      run(List.of("kill", "-" + signal, "--", "-" + leader.pid()));
    }
  }

  /// Whether a command names a program of the host.
  public static boolean isProgram(String command) {
    if (command.startsWith("/")) {
      return Files.isExecutable(Path.of(command));
    }
    return List.of("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin")
        .stream()
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, command)));
  }

  /// Runs a short command and waits for its end, even if the thread is interrupted: the caller
  /// could not undo what a command does later.
  ///
  /// @return its exit code; -1 if it could not be run, or was killed after ten seconds
  public static int run(List<String> command) {
    try {
      var process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (hasEnded(process)) {
        return process.exitValue();
      }
      process.destroyForcibly();
      return -1;
    } catch (IOException e) {
      return -1;
    }
  }

  private static boolean hasEnded(Process process) {
    var end = System.nanoTime() + LONGEST_COMMAND.toNanos();
    var interrupted = false;
    try {
      while (true) {
        try {
          return process.waitFor(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private Processes() {}
}
