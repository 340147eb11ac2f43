package timonier.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import timonier.kit.loop.FileTree;
import timonier.kit.testing.Need;
import timonier.kit.testing.Needs;

/// Manifests from elsewhere: the real `kubectl` applies each, their pods run on simulated nodes,
/// and `kubectl diff` then finds no difference. The only warnings are about kinds on which nothing
/// acts yet.
///
/// They are in `shared/manifests` next to the checkout, or in the folder `-Dtimonier.manifests`.
@Tag("real")
@Needs(Need.KUBECTL)
class ManifestsScenario {

  /// What `kubectl` prints of a stored object, and of one on which nothing acts.
  private static final String SAID =
      ".* created|Warning: nothing here acts on kind \"(ReplicationController|StatefulSet"
          + "|StorageClass)\" yet";

  private static Path manifests() {
    var beside = Shell.root().resolveSibling("shared").resolve("manifests");
    return Path.of(System.getProperty("timonier.manifests", beside.toString()));
  }

  private static List<Path> sorted(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.filter(file -> !file.endsWith("README.md")).sorted().toList();
    }
  }

  @Test
  void real_manifests_apply_run_and_do_not_differ() throws Exception {
    if (!Files.isDirectory(manifests())) {
      System.out.println("No manifests to try in " + manifests());
      return;
    }
    var home = Files.createTempDirectory("timonier-manifests");
    try (var cluster = new DetachedCluster(home.resolve("data"))) {
      cluster.up("simulated", 2);
      var kubeconfig = home.resolve("data/kubeconfig").toString();
      var shell = new Shell(Map.of("HOME", home.toString(), "KUBECONFIG", kubeconfig));
      for (var folder : sorted(manifests())) {
        apply(shell, folder);
      }
      cluster.down();
    } finally {
      FileTree.remove(home);
    }
  }

  /// Applies a folder in a namespace of its own, since some use the same names.
  private static void apply(Shell shell, Path folder) throws IOException {
    var namespace = folder.getFileName().toString();
    shell.must("kubectl", "create", "namespace", namespace);
    for (var file : sorted(folder)) {
      var applied = shell.must("kubectl", "apply", "-n", namespace, "-f", file.toString());
      System.out.println(file.getFileName() + ": " + applied);
      assertThat(applied.lines()).isNotEmpty().allMatch(line -> line.matches(SAID));
    }
    var deployments =
        shell.must("kubectl", "get", "deployments", "-n", namespace, "-o", "name").lines();
    deployments.forEach(
        name -> shell.must("kubectl", "rollout", "status", name, "-n", namespace, "--timeout=60s"));
    for (var file : sorted(folder)) {
      var differing = shell.run("kubectl", "diff", "-n", namespace, "-f", file.toString());
      assertThat(differing.output()).as(file.toString()).isEmpty();
      assertThat(differing.exit()).isZero();
    }
  }
}
