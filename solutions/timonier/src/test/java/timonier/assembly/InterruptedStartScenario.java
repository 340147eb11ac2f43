package timonier.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import timonier.kit.loop.FileTree;
import timonier.kit.testing.Extent;
import timonier.kit.testing.Need;
import timonier.kit.testing.Needs;

/// Ctrl-C while a stage or a cluster starts, on a machine of its own: as soon as one of the files
/// of its folder is written, before what that file records is made; and after each step on the
/// network. A program called `ip`, found before the real one, presses the keys.
@Tag("real")
@Needs({Need.ROOT, Need.UTIL_LINUX, Need.IPROUTE, Need.BASH})
class InterruptedStartScenario {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /// Every how many steps on the network one is interrupted.
  private static final int STRIDE = Extent.pick("timonier.stride", 5, 1, 1);

  /// Ctrl-C reaches all processes in the foreground: the group of the process that was started. The
  /// step is done, but its caller may see it fail.
  private static final String IP =
      """
      #!/bin/sh
      echo "$*" >> %1$s/steps
      %2$s "$@"
      exit=$?
      if [ "$(wc -l < %1$s/steps)" -ge %3$d ] && mkdir %1$s/pressed 2> /dev/null; then
        kill -INT "-$(cat %1$s/leader)"
      fi
      exit $exit
      """;

  @TempDir private Path home;

  @BeforeAll
  static void build() {
    FreshMachine.build();
  }

  private boolean isWritten(String note) {
    var file = home.resolve("data").resolve(note).toFile();
    var children = file.list();
    return file.isFile() || children != null && children.length > 0;
  }

  private boolean isSaid(String words) {
    try {
      return Files.readString(home.resolve("said")).contains(words);
    } catch (IOException _) {
      return false;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "run 01, nodes/node-1/runtime/containers",
    "run 02, range",
    "run 02, nodes/node-1/runtime/sandboxes",
    "run 02, nodes/node-1/runtime/supervisor/address",
    "run 02, nodes/node-1/runtime/containers",
    "up --runtime process, range",
    "up --runtime process, nodes/node-1/process",
  })
  void nothing_is_left_once_a_note_was_written(String command, String note) throws Exception {
    try (var machine = new FreshMachine(home)) {
      interrupted(machine, command, note + " is written", () -> isWritten(note));
      nothingIsLeft(machine, note);
    }
  }

  @ParameterizedTest
  @CsvSource({"run 02, 'Running  [web running'", "up --runtime process, READY"})
  void nothing_is_left_after_any_step_on_the_network(String command, String last) throws Exception {
    var isReached = true;
    for (var step = STRIDE; isReached; step += STRIDE) {
      try (var machine = new FreshMachine(home)) {
        pressAfter(step);
        isReached =
            !interrupted(machine, command, last + " is said", () -> isPressed() || isSaid(last));
        nothingIsLeft(machine, "after step " + step);
      }
      for (var file : List.of("data", "pressed", "steps")) {
        FileTree.remove(home.resolve(file));
      }
    }
  }

  private boolean isPressed() {
    return Files.exists(home.resolve("pressed"));
  }

  private void pressAfter(int step) throws IOException {
    var real = new Shell(Map.of()).must("sh", "-c", "command -v ip");
    var bin = Files.createDirectories(home.resolve("bin"));
    var ip = Files.writeString(bin.resolve("ip"), IP.formatted(home, real, step));
    assertThat(ip.toFile().setExecutable(true)).isTrue();
  }

  /// Starts something in the foreground, presses Ctrl-C when it is time, unless somebody has, and
  /// waits for the end.
  ///
  /// @return whether it had to be pressed
  private boolean interrupted(
      FreshMachine machine, String command, String when, BooleanSupplier isTime) throws Exception {
    var line = "echo $$ > leader; exec setsid ./timonier %s --data data".formatted(command);
    var builder =
        new ProcessBuilder(machine.command("sh", "-c", line))
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("said").toFile());
    var path = home.resolve("bin") + ":" + System.getProperty("java.home") + "/bin:";
    builder.environment().merge("PATH", path, (before, more) -> more + before);
    var process = builder.start();
    try {
      Shell.eventually(when, PATIENCE, isTime);
      var isUnpressed = home.resolve("pressed").toFile().mkdir();
      if (isUnpressed) {
        on(machine, "sh", "-c", "kill -INT -$(cat leader)");
      }
      process.waitFor();
      return isUnpressed;
    } finally {
      process.destroyForcibly();
    }
  }

  private static String on(FreshMachine machine, String... command) {
    var result = new Shell(Map.of()).run(machine.command(command));
    assertThat(result.exit()).as("%s: %s", List.of(command), result.output()).isZero();
    return result.output();
  }

  private void nothingIsLeft(FreshMachine machine, String when) throws IOException {
    assertThat(on(machine, "ip", "netns", "list")).as("namespaces, %s", when).isEmpty();
    assertThat(on(machine, "ip", "-o", "link", "show").lines())
        .as("links, %s", when)
        .singleElement()
        .asString()
        .contains(" lo: ");
    assertThat(on(machine, "ip", "route", "show", "table", "local").lines())
        .as("routes, %s", when)
        .allMatch(route -> route.contains(" 127."));
    assertThat(on(machine, "cat", "/proc/self/mounts"))
        .as("mounts, %s", when)
        .doesNotContain("data/");
    assertThat(machine.leftAlone()).as("processes, %s", when).isEmpty();
  }
}
