package timonier.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import timonier.bench.Checkout;
import timonier.kit.loop.FileTree;

/// What is built is what runs, and what is built does not disturb what runs: in a copy of this
/// checkout, with all that was built in it.
@Tag("real")
@Tag("minutes")
class BuildScenario {

  private static final String MAIN = "solutions/timonier/src/main/java/timonier/assembly/Main.java";
  private static final String LOOP = "kit/loop/src/main/java/timonier/kit/loop/package-info.java";

  /// A method that NullAway refuses.
  private static final String FAULT =
      """
      package timonier.kit.loop;

      final class Fault {
        static String name() {
          return null;
        }
      }
      """;

  private Path home = Path.of("");
  private Path copy = Path.of("");
  private Shell shell = new Shell(Map.of());

  @BeforeEach
  void copy() throws IOException {
    home = Files.createTempDirectory("timonier-build");
    copy = Files.createDirectory(home.resolve("a copy"));
    shell = new Shell(Map.of("HOME", System.getProperty("user.home")));
    for (var part : Checkout.PARTS) {
      shell.must("cp", "-a", Shell.root().resolve(part).toString(), copy.toString());
    }
    Files.createDirectory(copy.resolve("target"));
    shell.must(
        "cp", "-a", Shell.root().resolve("target/launcher").toString(), copy + "/target/launcher");
  }

  @AfterEach
  void remove() {
    shell.run(launcher(), "down", "--data", data());
    FileTree.remove(home);
  }

  private String launcher() {
    return copy.resolve("timonier").toString();
  }

  private String data() {
    return home.resolve("data").toString();
  }

  private void edit(String file, String text, String replacement) throws IOException {
    var path = copy.resolve(file);
    var before = Files.readString(path);
    assertThat(before).contains(text);
    Files.writeString(path, before.replace(text, replacement));
  }

  /// One more node, by the launcher as it is now.
  private Process joins(String name) throws IOException {
    var server = "https://127.0.0.1:" + Files.readString(Path.of(data(), "port")).strip();
    var said = shell.must(launcher(), "token", "create", name, "--data", data());
    var token = said.lines().toList().getLast();
    return new ProcessBuilder(
            launcher(),
            "node",
            "--server",
            server,
            "--name",
            name,
            "--number",
            "9",
            "--runtime",
            "simulated",
            "--data",
            home.resolve(name).toString(),
            "--token-file",
            Files.writeString(home.resolve("join.token"), token).toString())
        .redirectErrorStream(true)
        .redirectOutput(home.resolve("node.log").toFile())
        .start();
  }

  private boolean isReady(String node) {
    return shell
        .run(launcher(), "ctl", "get", "nodes", "--data", data())
        .output()
        .lines()
        .anyMatch(line -> line.startsWith(node + " ") && line.contains(" Ready"));
  }

  @Test
  void what_is_built_runs_and_what_runs_is_not_disturbed() throws IOException {
    shell.must(
        launcher(), "up", "--nodes", "1", "--runtime", "process", "--data", data(), "--detach");
    edit(MAIN, "serving the API of Kubernetes", "edited, serving the API of Kubernetes");
    a_copy_runs_its_own_classes();
    packaging_disturbs_neither_what_runs_nor_what_starts_next();
    a_fault_that_only_the_linters_see_fails_verify_after_a_build();
  }

  private void a_copy_runs_its_own_classes() {
    assertThat(shell.must(launcher(), "--version")).contains("edited, serving");
    assertThat(shell.must(Shell.root().resolve("timonier").toString(), "--version"))
        .doesNotContain("edited");
  }

  private void packaging_disturbs_neither_what_runs_nor_what_starts_next() throws IOException {
    shell.must(
        "mvn", "-B", "-q", "-f", copy.resolve("pom.xml").toString(), "-DskipTests", "package");
    assertThat(copy.resolve("kit/loop/target/kit-loop-1.0-SNAPSHOT.jar")).exists();
    edit(MAIN, "edited, serving", "edited again, serving");

    assertThat(shell.must(launcher(), "--version")).contains("edited again, serving");
    var node = joins("later");
    try {
      Shell.eventually("it is Ready", Duration.ofSeconds(60), () -> isReady("later"));
      assertThat(isReady("node-1")).as("the node that runs what was built before").isTrue();
    } finally {
      node.destroy();
    }
  }

  private void a_fault_that_only_the_linters_see_fails_verify_after_a_build() throws IOException {
    Files.writeString(copy.resolve(LOOP).resolveSibling("Fault.java"), FAULT);
    assertThat(shell.must(launcher(), "--version")).contains("serving");

    var verified = shell.run(launcher(), "verify", "--lint");

    assertThat(verified.exit()).as(verified.output()).isNotZero();
    assertThat(verified.output()).contains("Fault.java", "[NullAway]");
  }
}
