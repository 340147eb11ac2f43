package timonier.assembly;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Runs a script of shell commands and writes down what a user would see.
///
/// ```
/// # A heading, copied.
/// kubectl get pods             run; written with a dollar sign before it, then its output
/// until kubectl get pod a      run until it succeeds; its output is not written
/// ```
///
/// @param folder in which the commands run
/// @param environment variables to add to those of this process
record Transcript(Path folder, Map<String, String> environment) {

  private static final Duration SOON = Duration.ofSeconds(60);

  /// Runs a script, and returns what its commands print, with placeholders.
  String of(String script) {
    var text = new StringBuilder();
    script
        .lines()
        .forEach(line -> {
          if (line.isBlank() || line.startsWith("#")) {
            text.append(line).append('\n');
          } else {
            text.append("$ ").append(line).append('\n').append(Placeholders.apply(output(line)));
          }
        });
    return text.toString();
  }

  private String output(String line) {
    if (line.startsWith("until ")) {
      var condition = line.substring("until ".length());
      Shell.eventually(condition, SOON, () -> run(condition).exit() == 0);
      return "";
    }
    var result = run(line);
    var output = result.output();
    var ended = output.isEmpty() || output.endsWith("\n") ? output : output + "\n";
    return result.exit() == 0 ? ended : ended + "[exit status " + result.exit() + "]\n";
  }

  private Shell.Result run(String line) {
    try {
      var builder = new ProcessBuilder(List.of("sh", "-c", line)).redirectErrorStream(true);
      builder.directory(folder.toFile());
      builder.environment().putAll(environment);
      var process = builder.start();
      process.getOutputStream().close();
      var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("did not end: " + line);
      }
      return new Shell.Result(process.exitValue(), output);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// Copies the files of a folder into the folder in which the commands run.
  void copyFrom(Path source) throws IOException {
    Files.createDirectories(folder);
    try (var files = Files.list(source)) {
      for (var file : files.sorted().toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
  }
}
