package timonier.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import timonier.kit.loop.FileTree;

/// A cluster on which releases of the real `kubectl` run a script, each in a folder of its own.
/// They must print what their reviewed transcripts say.
final class KubectlCluster implements AutoCloseable {

  /// The releases, twelve apart: the one in Debian's package, and the one on the path.
  static final List<String> RELEASES = List.of("1.20", "1.32");

  private static final Path RESOURCES =
      Shell.root().resolve("solutions/timonier/src/test/resources/timonier/assembly");

  private final Path home;
  private final DetachedCluster cluster;

  private KubectlCluster(Path home) {
    this.home = home;
    this.cluster = new DetachedCluster(home.resolve("data"));
  }

  static KubectlCluster start(String runtime, int nodes) throws IOException {
    var kubectl = new KubectlCluster(Files.createTempDirectory("timonier-kubectl"));
    System.out.println(kubectl.cluster.up(runtime, nodes));
    return kubectl;
  }

  /// Opens a shell whose `kubectl` is a program of the checkout.
  Shell shell(String program) throws IOException {
    var bin = Files.createDirectories(home.resolve("bin"));
    Files.createSymbolicLink(bin.resolve("kubectl"), Shell.root().resolve(program));
    return new Shell(
        Map.of(
            "PATH",
            bin + ":" + System.getenv("PATH"),
            "HOME",
            home.toString(),
            "KUBECONFIG",
            home.resolve("data/kubeconfig").toString()));
  }

  /// A manifest of the scripts.
  static String manifest(String name) {
    return RESOURCES.resolve("kubectl").resolve(name).toString();
  }

  @Override
  public void close() {
    cluster.down();
    FileTree.remove(home);
  }

  static String script() throws IOException {
    return Files.readString(RESOURCES.resolve("kubectl.script"));
  }

  /// The reviewed transcript of a release, for the whole script.
  static Path reviewed(String release) {
    return RESOURCES.resolve("kubectl-" + release + ".txt");
  }

  /// The part of a script or a transcript under a heading.
  static String part(String text, String heading) {
    var begin = text.indexOf("# " + heading + "\n");
    assertThat(begin).as(heading).isNotNegative();
    var end = text.indexOf("\n# ", begin);
    return text.substring(begin, end < 0 ? text.length() : end);
  }

  /// Runs a script.
  ///
  /// @return the file that holds what was printed
  Path print(String release, String script) throws IOException {
    var kubectl = kubectl(release);
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
    return Files.writeString(home.resolve(release + ".txt"), transcript.of(script));
  }

  private static Path kubectl(String release) {
    return release.equals(RELEASES.getFirst())
        ? Shell.root().resolve("target/kubectl-1.20/usr/bin/kubectl")
        : Path.of(new Shell(Map.of()).must("sh", "-c", "command -v kubectl"));
  }
}
