package timonier.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import timonier.kit.testing.Need;
import timonier.kit.testing.Needs;

/// Ctrl-C while a stage or a cluster starts: as soon as one of the files of its folder is written,
/// before what that file records is made.
@Tag("real")
@Needs({Need.ROOT, Need.IPROUTE})
class InterruptedStartScenario {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path home;

  private boolean isWritten(String note) {
    var file = home.resolve("data").resolve(note).toFile();
    var children = file.list();
    return file.isFile() || children != null && children.length > 0;
  }

  private List<String> links() throws IOException {
    try (var all = Files.list(Path.of("/sys/class/net"))) {
      return all.map(Path::getFileName).map(Path::toString).toList();
    }
  }

  private static List<String> namespaces() throws IOException {
    if (!Files.isDirectory(Path.of("/run/netns"))) {
      return List.of();
    }
    try (var all = Files.list(Path.of("/run/netns"))) {
      return all.map(Path::getFileName).map(Path::toString).sorted().toList();
    }
  }

  private boolean isMine(ProcessHandle process) {
    return process.info().commandLine().filter(line -> line.contains(home.toString())).isPresent();
  }

  @ParameterizedTest
  @CsvSource({
    "run 02, range",
    "run 02, nodes/node-1/runtime/sandboxes",
    "run 02, nodes/node-1/runtime/supervisor/address",
    "up --runtime process, range",
    "up --runtime process, nodes/node-1/process",
  })
  void nothing_is_left_of_a_start_that_was_interrupted(String command, String note)
      throws Exception {
    var before = namespaces();
    var line = new java.util.ArrayList<>(List.of(Shell.root().resolve("timonier").toString()));
    line.addAll(List.of(command.split(" ", -1)));
    line.addAll(List.of("--data", home.resolve("data").toString()));
    var process =
        new ProcessBuilder(line)
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("said").toFile())
            .start();
    try {
      Shell.eventually(note + " is written", PATIENCE, () -> isWritten(note));
      new Shell(java.util.Map.of()).must("kill", "-INT", Long.toString(process.pid()));
      process.waitFor();
    } finally {
      process.destroyForcibly();
    }

    var number = Files.readString(home.resolve("data/range")).strip();
    assertThat(links()).doesNotContain("tmn" + number);
    assertThat(namespaces()).isEqualTo(before);
    assertThat(ProcessHandle.allProcesses().filter(this::isMine)).isEmpty();
  }
}
