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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What somebody new does, as he would type it: at a terminal, in a copy of the course.
class NewcomerScenario {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String SELECTORS = "src/main/java/timonier/pods/LabelSelector.java";

  @TempDir private Path root;

  @BeforeEach
  void copy() throws IOException {
    var checkout = Path.of(System.getProperty("timonier.root"));
    for (var folder : List.of("chapters", "solutions/01-pods", "solutions/02-kubelet")) {
      try (var files = Files.walk(checkout.resolve(folder))) {
        for (var file : files.filter(NewcomerScenario::isSource).toList()) {
          var copy = root.resolve(checkout.relativize(file).toString());
          Files.createDirectories(copy.getParent());
          Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }

  private static boolean isSource(Path file) {
    var path = file.toString();
    return Files.isRegularFile(file)
        && !path.contains("/target/")
        && !path.contains("/.course/")
        && !path.endsWith("progress.txt");
  }

  private List<String> command(List<String> arguments) {
    var command = new ArrayList<String>();
    command.add(Jvm.java().toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-Dtimonier.root=" + root);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(Main.class.getName());
    command.addAll(arguments);
    return command;
  }

  /// Runs a command that comes to its end, without a terminal.
  private String run(int exit, String... arguments) throws IOException, InterruptedException {
    var process = new ProcessBuilder(command(List.of(arguments))).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("%s: %s", List.of(arguments), output).isEqualTo(exit);
    return output;
  }

  @Test
  void learns_by_saving() throws Exception {
    try (var terminal = new Terminal(command(List.of("learn")))) {
      terminal.expect("01-1 is yours to write");
      var solution = Files.readString(root.resolve("solutions/01-pods").resolve(SELECTORS));
      var mine = root.resolve("chapters/01-pods").resolve(SELECTORS);
      Files.writeString(
          mine,
          Files.readString(mine)
              .replace(
                  "throw new UnsupportedOperationException(\"exercise 01-1 is yours to write\");",
                  "return true;"));
      terminal.expect("✗ 01-1");
      terminal.expect("expected:");
      Files.writeString(mine, solution);
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

  @Test
  void asks_without_a_terminal_in_plain_words() throws Exception {
    assertThat(run(0)).contains("You are at 01-1");
    assertThat(run(1, "check", "01-1")).contains("○ 01-1 is yours to write").doesNotContain("\033");
    assertThat(run(1, "check", "99")).contains("There is no chapter 99");
    assertThat(run(0, "adopt", "01")).contains("'undo' brings yours back");
    assertThat(run(0, "check", "01")).contains("✓ 01-1", "✓ 01-8");
    assertThat(run(0, "reset", "01-2")).contains("What you wrote for 01-2 is gone");
    assertThat(run(1, "check", "01-2")).contains("○ 01-2 is yours to write");
    assertThat(run(0, "undo")).contains("Taken back: reset 01-2");
    assertThat(run(0, "progress")).contains("✓ 01-2");
    assertThat(run(0, "undo")).contains("Taken back: adopt 01");
    assertThat(run(0, "list")).contains("○ 01-1");
  }

  /// A program at a terminal of its own.
  private static final class Terminal implements AutoCloseable {
    private final Process process;
    private final OutputStream keys;
    private final StringBuilder output = new StringBuilder();
    private int read;

    Terminal(List<String> command) throws IOException {
      var line = String.join(" ", command.stream().map(word -> "'" + word + "'").toList());
      process =
          new ProcessBuilder("script", "-qfec", line, "/dev/null")
              .redirectErrorStream(true)
              .start();
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

    /// Waits until a text comes after what was expected before.
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
