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

/// What is built is what runs, and building does not disturb what runs. Tried in a copy of this
/// checkout and of all that was built in it, with a repository of its own to install into.
@Tag("real")
@Tag("minutes")
class BuildScenario {

  /// The group of the modules built here, which is also their folder in a repository.
  private static final String INSTALLED = "timonier";

  private static final String MAIN = "solutions/timonier/src/main/java/timonier/assembly/Main.java";

  /// A file that few modules depend on and that the linters reach early.
  private static final String FAULTY =
      "kit/publishing/src/main/java/timonier/kit/publishing/Fault.java";

  /// A method that NullAway refuses.
  private static final String FAULT =
      """
      package timonier.kit.publishing;

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

  /// A repository with all that the user's has, except what was installed from here: that goes into
  /// a folder of its own.
  private Path repository() throws IOException {
    var repository = Files.createDirectory(home.resolve("repository"));
    var users = Path.of(System.getProperty("user.home"), ".m2/repository");
    try (var groups = Files.list(users)) {
      for (var group : groups.filter(path -> !path.endsWith(INSTALLED)).toList()) {
        Files.createSymbolicLink(repository.resolve(group.getFileName()), group);
      }
    }
    return repository;
  }

  /// Starts one more node by the present launcher; it reads its token from standard input.
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
            home.resolve(name).toString())
        .redirectInput(Files.writeString(home.resolve("join.token"), token).toFile())
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
    edit(MAIN, "serving the API of Kubernetes", "edited, serving the API of Kubernetes");
    shell.must(
        launcher(), "up", "--nodes", "1", "--runtime", "process", "--data", data(), "--detach");
    a_copy_runs_its_own_classes();
    install();
    edit(MAIN, "edited, serving", "edited again, serving");
    Files.writeString(copy.resolve(FAULTY), FAULT);
    what_was_edited_after_an_installation_is_what_runs();
    after_an_installation_a_node_joins_by_a_token_from_standard_input();
    a_fault_that_only_the_linters_see_fails_verify_after_a_build();
  }

  private void a_copy_runs_its_own_classes() {
    assertThat(shell.must(launcher(), "--version")).contains("edited, serving");
    assertThat(shell.must(Shell.launcher(), "--version")).doesNotContain("edited");
  }

  /// Installs the modules while a cluster runs. Their tests are compiled and run elsewhere.
  private void install() throws IOException {
    var repository = repository();
    shell.must(
        "mvn",
        "-B",
        "-q",
        "-f",
        copy.resolve("pom.xml").toString(),
        "-pl",
        "solutions/timonier",
        "-am",
        "-Dmaven.test.skip",
        "-Dmaven.repo.local=" + repository,
        "install");
    assertThat(copy.resolve("kit/loop/target/kit-loop-1.0-SNAPSHOT.jar")).exists();
    assertThat(repository.resolve(INSTALLED).resolve("kit-loop/1.0-SNAPSHOT")).exists();
  }

  private void what_was_edited_after_an_installation_is_what_runs() {
    assertThat(shell.must(launcher(), "--version")).contains("edited again, serving");
  }

  private void after_an_installation_a_node_joins_by_a_token_from_standard_input()
      throws IOException {
    var node = joins("later");
    try {
      Shell.eventually("it is Ready", Duration.ofSeconds(60), () -> isReady("later"));
      assertThat(isReady("node-1")).as("the node that runs what was built before").isTrue();
    } finally {
      node.destroy();
    }
  }

  private void a_fault_that_only_the_linters_see_fails_verify_after_a_build() {
    var verified = shell.run(launcher(), "verify", "--lint");

    assertThat(verified.exit()).as(verified.output()).isNotZero();
    assertThat(verified.output()).contains("Fault.java", "[NullAway]");
  }
}
