package timonier.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/// Runs commands as a user would, and waits for their effects.
final class Shell {

  /// The shortest pause between two polls.
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);

  private final Map<String, String> environment;

  Shell(Map<String, String> environment) {
    this.environment = environment;
  }

  /// How a command ended.
  ///
  /// @param exit its exit code
  /// @param output what it wrote to both outputs
  record Result(int exit, String output) {}

  Result run(String... command) {
    return run(List.of(command));
  }

  Result run(List<String> command) {
    try {
      var builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.directory(root().toFile());
      builder.environment().putAll(environment);
      var process = builder.start();
      process.getOutputStream().close();
      var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      process.waitFor(2, TimeUnit.MINUTES);
      return new Result(process.exitValue(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// Runs a command that must succeed.
  String must(String... command) {
    var result = run(command);
    assertThat(result.exit()).as(String.join(" ", command) + "\n" + result.output()).isZero();
    return result.output().strip();
  }

  /// Runs `kubectl`, which must succeed.
  ///
  /// @return what it printed, without the last line break
  String kubectl(String... arguments) {
    return must(Stream.concat(Stream.of("kubectl"), Stream.of(arguments)).toArray(String[]::new));
  }

  static Path root() {
    return Path.of(System.getProperty("timonier.root"));
  }

  /// The command line of the checkout.
  static String launcher() {
    return root().resolve("timonier").toString();
  }

  /// Polls until a condition holds, since real processes do not announce that they are done.
  /// Polling takes at most a quarter of the time: `kubectl` would fill all of it, and the processes
  /// that do the work need the processor.
  static void eventually(String what, Duration limit, BooleanSupplier condition) {
    var end = System.nanoTime() + limit.toNanos();
    for (var begin = System.nanoTime(); !condition.getAsBoolean(); begin = System.nanoTime()) {
      var now = System.nanoTime();
      assertThat(now).as(what + " within " + limit).isLessThan(end);
      try {
        TimeUnit.NANOSECONDS.sleep(Math.max(SHORTEST_PAUSE.toNanos(), 3 * (now - begin)));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }
}
