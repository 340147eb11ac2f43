package timonier.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The same seed makes the same run, choice by choice, in JVMs that differ in what a JVM chooses at
/// random: identity hashes, and the order of `Set.of` and `Map.of`.
@Tag("real")
class SameTraceTest {

  private static final String SEED = "12";

  /// Writes the whole trace of a seed to a file.
  public static void main(String[] arguments) throws IOException {
    try (var out = new PrintWriter(Files.newBufferedWriter(Path.of(arguments[1])))) {
      RolloutSimulation.run(RolloutRun.of(Long.parseLong(arguments[0])), out::println);
    }
  }

  private static Path trace(Path file, String... options) throws Exception {
    var command = new ArrayList<>(List.of(Jvm.java().toString()));
    command.addAll(List.of(options));
    var classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    command.addAll(List.of("-cp", classPath, SameTraceTest.class.getName()));
    command.addAll(List.of(SEED, file.toString()));
    var process = new ProcessBuilder(command).inheritIO().start();
    assertThat(process.waitFor()).isZero();
    return file;
  }

  @Test
  void two_jvms_make_the_same_choices(@TempDir Path folder) throws Exception {
    var one = trace(folder.resolve("one"), "-XX:+UseSerialGC");
    var two =
        trace(
            folder.resolve("two"),
            "-XX:+UseParallelGC",
            "-XX:+UnlockExperimentalVMOptions",
            "-XX:hashCode=0");

    System.out.printf("%d bytes of trace%n", Files.size(one));
    assertThat(Files.size(one)).isGreaterThan(100_000);
    assertThat(Files.mismatch(one, two)).as("first byte that differs; -1 for none").isEqualTo(-1);
  }
}
