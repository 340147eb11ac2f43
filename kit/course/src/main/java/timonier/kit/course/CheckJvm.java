package timonier.kit.course;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Runs checks in a fresh JVM, so that whatever a learner's code does ends with it.
///
/// @param folder for its files
/// @param options of the JVM: the cache that it uses or makes
/// @param limit how long it may take
record CheckJvm(Path folder, List<String> options, Duration limit) {

  /// How long the checks of an exercise may take. They never wait for anything.
  private static final Duration LIMIT = Duration.ofSeconds(20);

  /// The JVM that the engine itself runs on.
  static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();

  /// Options for short runs, which are faster without the optimising compiler.
  static final List<String> SHORT_RUN =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m", "-ea");

  /// The time between two looks at a running process.
  private static final Duration GLANCE = Duration.ofMillis(50);

  /// Makes one for the checks of exercises.
  ///
  /// @param folder for its files
  static CheckJvm of(Path folder, Optional<CheckCache.Made> cache) {
    return new CheckJvm(
        folder,
        cache
            .map(
                made -> List.of("-XX:AOTCache=" + made.archive(), "-Xlog:aot=off", "-Xlog:cds=off"))
            .orElse(List.of()),
        LIMIT);
  }

  /// The outcome of a run.
  ///
  /// @param results the result of each check, by name; those that never began are missing
  /// @param ended whether it ended by itself
  /// @param output what it printed, for finding faults
  record Run(Map<String, CheckResult> results, boolean ended, String output) {}

  /// Runs the checks of test classes.
  ///
  /// @throws InterruptedException if it was cancelled
  Run run(List<Path> classPath, List<String> classes) throws InterruptedException {
    try (var started = start(classPath)) {
      return started.run(classes, _ -> {});
    }
  }

  /// Starts a JVM that waits for the names of classes. The classes may be compiled meanwhile, but
  /// their folders must exist, otherwise the JVM takes them for jars.
  Started start(List<Path> classPath) {
    var results = folder.resolve("results.jsonl");
    var output = folder.resolve("output.txt");
    try {
      Files.createDirectories(folder);
      Files.deleteIfExists(results);
      var process =
          new ProcessBuilder(command(classPath, results))
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      return new Started(process, results, output, limit);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<String> command(List<Path> classPath, Path results) {
    var command = new ArrayList<String>();
    command.add(JAVA);
    command.addAll(SHORT_RUN);
    command.addAll(options);
    command.addAll(List.of("-cp", SourceCompiler.joined(classPath)));
    command.addAll(List.of(CheckMain.class.getName(), results.toString()));
    return command;
  }

  /// A JVM for one run of checks. Closing it ends all that it started.
  static final class Started implements AutoCloseable {
    private final Process process;
    private final Path results;
    private final Path output;
    private final Duration limit;

    private Started(Process process, Path results, Path output, Duration limit) {
      this.process = process;
      this.results = results;
      this.output = output;
      this.limit = limit;
    }

    /// Runs the checks of test classes. An interrupt ends the run.
    ///
    /// @param progress called with all results so far, whenever there are new ones
    /// @throws InterruptedException if it was cancelled
    Run run(List<String> classes, Consumer<List<CheckResult>> progress)
        throws InterruptedException {
      try {
        tell(classes);
        var ended = await(progress);
        close();
        return new Run(read(results), ended, Files.readString(output));
      } catch (ClosedByInterruptException _) {
        throw new InterruptedException();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /// Sends the names of classes. If the JVM has already ended, its output says why.
    private void tell(List<String> classes) {
      try (var input = process.outputWriter()) {
        input.write(String.join("\n", classes));
      } catch (IOException _) {
        // the caller waits for its end in any case
      }
    }

    private boolean await(Consumer<List<CheckResult>> progress)
        throws InterruptedException, IOException {
      var known = 0L;
      for (var waited = Duration.ZERO; waited.compareTo(limit) < 0; waited = waited.plus(GLANCE)) {
        if (process.waitFor(GLANCE.toMillis(), TimeUnit.MILLISECONDS)) {
          return true;
        }
        var size = Files.exists(results) ? Files.size(results) : 0;
        if (size > known) {
          known = size;
          progress.accept(List.copyOf(read(results).values()));
        }
      }
      return false;
    }

    @Override
    public void close() {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      process.onExit().join();
    }
  }

  private static Map<String, CheckResult> read(Path file) throws IOException {
    var results = new LinkedHashMap<String, CheckResult>();
    if (!Files.exists(file)) {
      return results;
    }
    var json = new JsonMapper();
    var text = Files.readString(file);
    // skips a last line that the end of the process cut off
    for (var line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
      var result = json.readValue(line, CheckResult.class);
      results.put(result.exercise() + " " + result.check(), result);
    }
    return results;
  }
}
