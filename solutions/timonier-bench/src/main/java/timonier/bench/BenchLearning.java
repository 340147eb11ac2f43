package timonier.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Plays a learner who saves an exercise again and again in a copy of the course, each time with
/// another mistake, and measures the time from save to verdict on the screen.
final class BenchLearning implements AutoCloseable {

  private static final String EXERCISE = "01-1";
  private static final String FILE =
      "chapters/01-pods/src/main/java/timonier/pods/LabelSelector.java";
  private static final String UNWRITTEN =
      "throw new UnsupportedOperationException(\"exercise %s is yours to write\");"
          .formatted(EXERCISE);

  /// Saves that are not recorded: later ones find the compiler warm, and the cache of checks made.
  private static final int WARMING = 15;

  private final Path copy;
  private final String text;
  private final Process process;
  private final BufferedReader said;

  /// Begins to learn.
  ///
  /// @param copy the folder for the copy of the course
  BenchLearning(Program program, Path copy) {
    this.copy = copy;
    try {
      Checkout.copySources(program.root(), List.of("chapters"), copy);
      var classPath = copy.resolve("target/launcher/classpath");
      Files.createDirectories(classPath.getParent());
      Files.copy(program.root().resolve("target/launcher/classpath"), classPath);
      this.text = Files.readString(copy.resolve(FILE));
      var command = program.command(List.of("-Dtimonier.root=" + copy), List.of("learn", EXERCISE));
      this.process = new ProcessBuilder(command).redirectErrorStream(true).start();
      this.said = process.inputReader();
      await("○ " + EXERCISE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void await(String expected) throws IOException {
    for (var line = said.readLine(); line != null; line = said.readLine()) {
      if (line.contains(expected)) {
        return;
      }
    }
    throw new BenchFailure("learn ended before it said \"" + expected + "\".");
  }

  /// Saves a number of times.
  Latencies save(int times) {
    var nanos = new long[times];
    for (var round = 0; round < WARMING + times; round++) {
      var begin = System.nanoTime();
      save("return labels.size() == %d;".formatted(100 + round));
      nanos[Math.max(0, round - WARMING)] = System.nanoTime() - begin;
    }
    return Latencies.of(nanos);
  }

  private void save(String body) {
    try {
      Files.writeString(copy.resolve(FILE), text.replace(UNWRITTEN, body));
      await("✗ " + EXERCISE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
