package timonier.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import timonier.kit.loop.FileTree;
import timonier.kit.testing.Need;
import timonier.kit.testing.Needs;
import timonier.pods.host.PodNetwork;

/// The machine reboots: the cluster has no process, namespace, link or bridge any more, only its
/// files.
@Tag("real")
@Needs({Need.ROOT, Need.IPROUTE, Need.KUBECTL, Need.CURL})
class RebootScenario {

  private static final String PODS =
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec:
        containers:
        - name: web
          image: timonier/web:v1
          readinessProbe: {httpGet: {path: /, port: 8080}, periodSeconds: 1}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: once}
      spec:
        restartPolicy: Never
        containers:
        - name: sleeper
          image: timonier/sleeper
      """;

  private Path home = Path.of("");
  private DetachedCluster cluster = new DetachedCluster(Path.of(""));
  private Shell shell = cluster.shell();

  @BeforeEach
  void makeHome() throws IOException {
    home = Files.createTempDirectory("timonier-reboot");
    cluster = new DetachedCluster(home.resolve("data"));
    shell = cluster.shell();
  }

  @AfterEach
  void stop() {
    cluster.close();
    FileTree.remove(home);
  }

  @Test
  void pods_come_back_after_a_reboot() throws Exception {
    cluster.up("process", 1, "--read-only-port", "0");
    Files.writeString(home.resolve("pods.yaml"), PODS);
    shell.kubectl("apply", "-f", home.resolve("pods.yaml").toString());
    shell.kubectl("wait", "--for=condition=Ready", "pod/web", "pod/once", "--timeout=60s");
    var identity = of("web", "{.metadata.uid}");
    assertThat(shell.run("curl", "-s", "-m", "5", "http://" + node() + ":10255/healthz").exit())
        .as("curl: nobody listens")
        .isEqualTo(7);

    processes().forEach(ProcessHandle::destroyForcibly);
    Shell.eventually("all are gone", Duration.ofSeconds(20), () -> processes().isEmpty());
    var namespaces = namespaces();
    assertThat(NetworkNames.namespaces()).containsAll(namespaces);
    for (var namespace : namespaces) {
      shell.must("ip", "netns", "del", namespace);
    }
    shell.must("ip", "link", "del", bridge());

    cluster.up("process", 1, "--read-only-port", "0");
    Shell.eventually(
        "the container runs again",
        Duration.ofSeconds(60),
        () -> of("web", "{.status.containerStatuses[0].restartCount}").equals("1"));
    shell.kubectl("wait", "--for=condition=Ready", "pod/web", "--timeout=60s");
    assertThat(of("web", "{.metadata.uid}")).as("the same pod").isEqualTo(identity);
    assertThat(
            shell.must("curl", "-s", "-m", "5", "http://" + of("web", "{.status.podIP}") + ":8080"))
        .isEqualTo("unknown v1");
    shell.kubectl("wait", "--for=jsonpath={.status.phase}=Failed", "pod/once", "--timeout=60s");

    namespaces = namespaces();
    cluster.down();
    assertThat(NetworkNames.namespaces()).doesNotContainAnyElementsOf(namespaces);
    assertThat(NetworkNames.links()).doesNotContain(bridge());
  }

  private String node() throws IOException {
    return HostRange.of(number()).nodeAddress(1);
  }

  private String bridge() throws IOException {
    return HostNumber.BRIDGE + number();
  }

  private int number() throws IOException {
    return Integer.parseInt(Files.readString(home.resolve("data/range")).strip());
  }

  /// The namespaces of its pods, which are two.
  private List<String> namespaces() throws IOException {
    try (var sandboxes = Files.list(home.resolve("data/nodes/node-1/runtime/sandboxes"))) {
      var names = sandboxes.map(folder -> folder.getFileName().toString());
      var found = names.map(PodNetwork.Bridged::namespace).toList();
      assertThat(found).hasSizeGreaterThanOrEqualTo(2);
      return found;
    }
  }

  /// All processes of the cluster: its server, its node, the supervisor, and those of containers.
  private List<ProcessHandle> processes() {
    return ProcessHandle.allProcesses()
        .filter(process -> process.pid() != ProcessHandle.current().pid())
        .filter(process -> mentions(process, "cmdline") || mentions(process, "environ"))
        .toList();
  }

  private boolean mentions(ProcessHandle process, String file) {
    try {
      return Files.readString(
              Path.of("/proc", Long.toString(process.pid()), file), StandardCharsets.ISO_8859_1)
          .contains(home.toString());
    } catch (IOException _) {
      return false;
    }
  }

  private String of(String pod, String path) {
    return shell.kubectl("get", "pod", pod, "-o", "jsonpath=" + path);
  }
}
