package timonier.pods.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Starts containers under a small shell process each, which outlives the kubelet.
///
/// A container's folder holds `log`, `work/` (where it starts), `pid` (id and moment of start) and,
/// at the end, `exit` (its exit code). Whoever comes later finds out everything from these.
public final class Shim {

  private final Path script;

  /// Writes the script to a folder of the runtime.
  public Shim(Path folder) {
    this.script = folder.resolve("shim.sh");
    try (var in = Objects.requireNonNull(Shim.class.getResourceAsStream("shim.sh"), "shim.sh")) {
      Files.createDirectories(folder);
      Files.write(script, in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Starts a container and returns once its process is known.
  ///
  /// @param prefix what runs the command inside the pod's network
  /// @return the shim's own process
  public ProcessHandle start(
      Path folder, List<String> prefix, List<String> command, Map<String, String> environment) {
    var line = new ArrayList<>(prefix);
    line.addAll(List.of("/bin/sh", script.toString(), folder.toString()));
    line.addAll(command);
    try {
      Files.createDirectories(folder.resolve("work"));
      var builder =
          new ProcessBuilder(line)
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD);
      builder.environment().clear();
      builder.environment().putAll(environment);
      var process = builder.start();
      awaitPid(folder, process);
      return process.toHandle();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The shim writes the process id within milliseconds; it ends early only if it failed.
  private static void awaitPid(Path folder, Process shim) throws IOException {
    while (!Files.exists(folder.resolve("pid"))) {
      try {
        if (shim.waitFor(5, java.util.concurrent.TimeUnit.MILLISECONDS)
            && !Files.exists(folder.resolve("pid"))) {
          throw new IOException("the shim ended with " + shim.exitValue());
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }
  }

  /// The exit code of a container that ended.
  public static Optional<Integer> exitCode(Path folder) {
    try {
      var file = folder.resolve("exit");
      return Files.exists(file)
          ? Optional.of(Integer.parseInt(Files.readString(file, StandardCharsets.US_ASCII).strip()))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
