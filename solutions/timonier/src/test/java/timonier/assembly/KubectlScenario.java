package timonier.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import timonier.pods.process.Processes;

/// Two releases of the real `kubectl`, twelve apart, against one cluster: each runs the same
/// script, and prints what its reviewed transcript says.
///
/// `-Dtimonier.rewrite=true` writes the transcripts anew, to be reviewed.
@Tag("real")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KubectlScenario {

  private static final Path RESOURCES =
      Shell.root().resolve("solutions/timonier/src/test/resources/timonier/assembly");

  private Path home = Path.of("");

  @BeforeAll
  void start() throws Exception {
    home = Files.createTempDirectory("timonier-kubectl");
    var launcher = Shell.root().resolve("timonier").toString();
    System.out.println(
        new Shell(Map.of())
            .must(
                launcher,
                "up",
                "--runtime",
                "process",
                "--nodes",
                "2",
                "--data",
                data(),
                "--detach"));
  }

  @AfterAll
  void stop() throws Exception {
    new Shell(Map.of()).must(Shell.root().resolve("timonier").toString(), "down", "--data", data());
    Processes.removeTree(home);
  }

  private String data() {
    return home.resolve("data").toString();
  }

  @Test
  void kubectl_1_20_prints_its_transcript() throws Exception {
    check("1.20", Shell.root().resolve("target/kubectl-1.20/usr/bin/kubectl"));
  }

  @Test
  void kubectl_1_32_prints_its_transcript() throws Exception {
    check("1.32", Path.of(new Shell(Map.of()).must("sh", "-c", "command -v kubectl")));
  }

  private void check(String release, Path kubectl) throws IOException {
    var version = new Shell(Map.of()).must(kubectl.toString(), "version", "--client");
    System.out.println(version);
    assertThat(version).contains("v" + release + ".");
    var bin = Files.createDirectories(home.resolve(release + "/bin"));
    Files.createSymbolicLink(bin.resolve("kubectl"), kubectl);
    var transcript =
        new Transcript(
            home.resolve(release + "/work"),
            Map.of(
                "PATH",
                bin + ":" + System.getenv("PATH"),
                "HOME",
                home.resolve(release).toString(),
                "KUBECONFIG",
                home.resolve("data/kubeconfig").toString()));
    transcript.copyFrom(RESOURCES.resolve("kubectl"));
    var printed = transcript.of(Files.readString(RESOURCES.resolve("kubectl.script")));
    var reviewed = RESOURCES.resolve("kubectl-" + release + ".txt");
    if (Boolean.getBoolean("timonier.rewrite")) {
      Files.writeString(reviewed, printed);
    }
    var now = Files.writeString(home.resolve(release + ".txt"), printed);
    assertThat(now).hasSameTextualContentAs(reviewed);
  }
}
