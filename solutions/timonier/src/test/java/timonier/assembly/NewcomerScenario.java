package timonier.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import timonier.bench.Checkout;
import timonier.kit.testing.Need;
import timonier.kit.testing.Needs;

/// Types what a newcomer does first, from a fresh clone on.
@Tag("real")
@Tag("minutes")
@Needs(Need.TERMINAL)
class NewcomerScenario {

  private static final char CTRL_C = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String SELECTORS = "src/main/java/timonier/pods/LabelSelector.java";
  private static final String UNWRITTEN =
      "throw new UnsupportedOperationException(\"exercise 01-1 is yours to write\");";
  private static final String MISTAKE = "return true;";
  private static final String RIGHT = "\"NotIn\" -> value.filter(values::contains).isEmpty()";
  private static final String WRONG = "\"NotIn\" -> value.filter(values::contains).isPresent()";

  @TempDir private Path root;

  @BeforeEach
  void copy() throws IOException {
    var parts = List.of("pom.xml", ".mvn", "timonier", "chapters", "solutions", "kit", "docs");
    Checkout.copySources(Shell.root(), parts, root);
  }

  private String launcher() {
    return root.resolve("timonier").toString();
  }

  /// Runs a command that ends by itself, without a terminal.
  private String run(int exit, String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(launcher()));
    command.addAll(List.of(arguments));
    var process = builder(command).start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("%s: %s", command, output).isEqualTo(exit);
    return output;
  }

  /// The expected marks need UTF-8.
  private static ProcessBuilder builder(List<String> command) {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C.UTF-8");
    return builder;
  }

  private Path mine(String file) {
    return root.resolve("chapters/01-pods").resolve(file);
  }

  private void write(String file, String before, String after) throws IOException {
    var text = Files.readString(mine(file));
    assertThat(text).contains(before);
    Files.writeString(mine(file), text.replace(before, after));
  }

  @Test
  void from_a_fresh_clone_to_a_stage_of_their_own() throws Exception {
    assertThat(run(0)).contains("You are at 01-1").doesNotContain("\033");
    learns_by_saving();
    uses_each_command_for_learners();
    runs_what_they_wrote();
  }

  private void learns_by_saving() throws Exception {
    try (var terminal = new Terminal(launcher() + " learn")) {
      terminal.expect("01-1 is yours to write");
      var solution = Files.readString(root.resolve("solutions/01-pods").resolve(SELECTORS));
      write(SELECTORS, UNWRITTEN, MISTAKE);
      terminal.expect("✗ 01-1");
      terminal.expect("expected:");
      terminal.press('h');
      terminal.expect("Hint");
      Files.writeString(mine(SELECTORS), solution);
      terminal.expect("✓ 01-1");
      terminal.expect("01-2 is yours to write");
      terminal.expect("q quit");
      terminal.press('l');
      terminal.expect("✓ 01-1");
      terminal.press('q');
      assertThat(terminal.exit()).isZero();
    }
    assertThat(root.resolve("chapters/progress.txt")).content().contains("done 01-1 ");
  }

  private void uses_each_command_for_learners() throws Exception {
    assertThat(run(1, "check", "01-2")).contains("○ 01-2 is yours to write").doesNotContain("\033");
    assertThat(run(1, "check", "99")).contains("There is no chapter 99");
    assertThat(run(0, "hint", "01-2")).contains("Hint 1 of 3");
    assertThat(run(0, "adopt", "01")).contains("'undo' brings yours back");
    assertThat(run(0, "check", "01")).contains("✓ 01-1", "✓ 01-8");
    assertThat(run(0, "reset", "01-2")).contains("What you wrote for 01-2 is gone");
    assertThat(run(1, "check", "01-2")).contains("○ 01-2 is yours to write");
    assertThat(run(0, "undo")).contains("Undone: reset 01-2");
    assertThat(run(0, "progress")).contains("✓ 01-2");
    assertThat(run(0, "undo")).contains("Undone: adopt 01");
    assertThat(run(0, "list")).contains("✓ 01-1", "○ 01-2");
  }

  private void runs_what_they_wrote() throws Exception {
    assertThat(run(1, "run", "01", "--mine")).contains("Exercise 01-2 is yours to write.");
    solve_all();
    try (var terminal = new Terminal(launcher() + " run 01 --mine --data " + root.resolve("d"))) {
      terminal.expect("Yours: [01-pods].");
      terminal.expect(":8080/ says: neighbours v1");
      terminal.press(CTRL_C);
      terminal.exit();
      assertThat(terminal.said()).doesNotContain("Exception");
    }
    plants(RIGHT, WRONG, "Exercise 01-1 fails its check: ");
    plants(
        "public static LabelSelector of(",
        "static LabelSelector of(",
        "it lacks the method 'public static LabelSelector of(Map)");
  }

  /// Plants a mistake, with which the chapter must not run.
  private void plants(String right, String wrong, String complaint) throws Exception {
    write(SELECTORS, right, wrong);
    assertThat(run(1, "run", "01", "--mine")).contains(complaint);
    write(SELECTORS, wrong, right);
  }

  /// Replaces each exercise by its solution.
  private void solve_all() throws IOException {
    var solution = root.resolve("solutions/01-pods");
    try (var files = Files.walk(solution.resolve("src/main/java"))) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(
            file, mine(solution.relativize(file).toString()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  /// A program at a terminal of its own.
  private static final class Terminal implements AutoCloseable {
    private final Process process;
    private final OutputStream keys;
    private final StringBuilder output = new StringBuilder();
    private int read;

    Terminal(String line) throws IOException {
      process = builder(List.of("script", "-qfec", line, "/dev/null")).start();
      keys = process.getOutputStream();
      Thread.ofVirtual().start(this::listen);
    }

    private void listen() {
      try (var reader = process.inputReader(StandardCharsets.UTF_8)) {
        for (var c = reader.read(); c >= 0; c = reader.read()) {
          synchronized (output) {
            output.append((char) c);
            output.notifyAll();
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /// Waits until a text is printed after the one expected before.
    void expect(String text) throws InterruptedException {
      var deadline = System.nanoTime() + PATIENCE.toNanos();
      synchronized (output) {
        while (output.indexOf(text, read) < 0) {
          var left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
          assertThat(left).as("waiting for %s, saw %s", text, output).isPositive();
          output.wait(left);
        }
        read = output.indexOf(text, read) + text.length();
      }
    }

    String said() {
      synchronized (output) {
        return output.toString();
      }
    }

    void press(char key) throws IOException {
      keys.write(key);
      keys.flush();
    }

    int exit() throws InterruptedException {
      assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      return process.exitValue();
    }

    @Override
    public void close() {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
