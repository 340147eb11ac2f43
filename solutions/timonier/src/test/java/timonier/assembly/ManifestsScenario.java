package timonier.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import timonier.pods.process.Processes;

/// Manifests that nobody here wrote: the real `kubectl` applies each without a warning, what is
/// applied runs on simulated nodes, and `kubectl diff` then finds nothing. Kinds that no part
/// serves yet are refused as Kubernetes refuses kinds it does not know.
///
/// They lie in `shared/manifests` beside the checkout, or where `-Dtimonier.manifests` says.
@Tag("real")
class ManifestsScenario {

  private static final String REFUSAL =
      "(?s)(.*created\n)*(error: )?resource mapping not found for name: .*: no matches for kind"
          + " \"(ReplicationController|StatefulSet|StorageClass)\" in version .*";

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
    var data = home.resolve("data").toString();
    var launcher = Shell.root().resolve("timonier").toString();
    var up = new Shell(Map.of());
    up.must(launcher, "up", "--nodes", "2", "--runtime", "simulated", "--data", data, "--detach");
    try {
      var kubeconfig = home.resolve("data/kubeconfig").toString();
      var shell = new Shell(Map.of("HOME", home.toString(), "KUBECONFIG", kubeconfig));
      for (var folder : sorted(manifests())) {
        apply(shell, folder);
      }
    } finally {
      up.must(launcher, "down", "--data", data);
      Processes.removeTree(home);
    }
  }

  /// Each folder has a namespace of its own: some use the same names.
  private static void apply(Shell shell, Path folder) throws IOException {
    var namespace = folder.getFileName().toString();
    shell.must("kubectl", "create", "namespace", namespace);
    var served = new ArrayList<String>();
    for (var file : sorted(folder)) {
      var applied = shell.run("kubectl", "apply", "-n", namespace, "-f", file.toString());
      System.out.println(file.getFileName() + ": " + applied.output().strip());
      assertThat(applied.output()).doesNotContain("Warning");
      if (applied.exit() == 0) {
        assertThat(applied.output().lines()).allMatch(line -> line.endsWith(" created"));
        served.add(file.toString());
      } else {
        assertThat(applied.output()).matches(REFUSAL);
      }
    }
    assertThat(served).isNotEmpty();
    var deployments =
        shell.must("kubectl", "get", "deployments", "-n", namespace, "-o", "name").lines();
    deployments.forEach(
        name -> shell.must("kubectl", "rollout", "status", name, "-n", namespace, "--timeout=60s"));
    for (var file : served) {
      var differing = shell.run("kubectl", "diff", "-n", namespace, "-f", file);
      assertThat(differing.output()).as(file).isEmpty();
      assertThat(differing.exit()).isZero();
    }
  }
}
