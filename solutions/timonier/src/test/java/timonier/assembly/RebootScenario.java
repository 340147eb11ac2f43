package timonier.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import timonier.kit.loop.FileTree;
import timonier.kit.testing.Need;
import timonier.kit.testing.Needs;

/// The machine reboots: the cluster has no process, namespace, link or bridge any more, only its
/// files.
@Tag("real")
@Needs({Need.ROOT, Need.IPROUTE, Need.KUBECTL, Need.CURL})
class RebootScenario {

  private static final Path NAMESPACES = Path.of("/run/netns");

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
  private Shell shell = new Shell(Map.of());

  @BeforeEach
  void makeHome() throws IOException {
    home = Files.createTempDirectory("timonier-reboot");
    shell = new Shell(Map.of("KUBECONFIG", data() + "/kubeconfig"));
  }

  private String data() {
    return home.resolve("data").toString();
  }

  private static String launcher() {
    return Shell.root().resolve("timonier").toString();
  }

  @AfterEach
  void stop() {
    shell.run(launcher(), "down", "--data", data());
    FileTree.remove(home);
  }

  @Test
  void pods_come_back_after_a_reboot() throws Exception {
    var before = namespaces();
    up();
    Files.writeString(home.resolve("pods.yaml"), PODS);
    shell.kubectl("apply", "-f", home.resolve("pods.yaml").toString());
    shell.kubectl("wait", "--for=condition=Ready", "pod/web", "pod/once", "--timeout=60s");
    var identity = of("web", "{.metadata.uid}");
    assertThat(shell.run("curl", "-s", "-m", "5", "http://" + node() + ":10255/healthz").exit())
        .as("curl: nobody listens")
        .isEqualTo(7);

    processes().forEach(ProcessHandle::destroyForcibly);
    Shell.eventually("all are gone", Duration.ofSeconds(20), () -> processes().isEmpty());
    for (var namespace : namespaces()) {
      if (!before.contains(namespace)) {
        shell.must("ip", "netns", "del", namespace);
      }
    }
    shell.must("ip", "link", "del", bridge());

    up();
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

    shell.must(launcher(), "down", "--data", data());
    assertThat(namespaces()).as("namespaces that are left").isEqualTo(before);
    assertThat(Path.of("/sys/class/net", bridge())).doesNotExist();
  }

  private void up() {
    shell.must(
        launcher(),
        "up",
        "--runtime",
        "process",
        "--nodes",
        "1",
        "--read-only-port",
        "0",
        "--data",
        data(),
        "--detach");
  }

  private String node() throws IOException {
    return HostRange.of(number()).nodeAddress(1);
  }

  private String bridge() throws IOException {
    return HostNumber.BRIDGE + number();
  }

  private int number() throws IOException {
    return Integer.parseInt(Files.readString(Path.of(data(), "range")).strip());
  }

  private static List<String> namespaces() throws IOException {
    if (!Files.isDirectory(NAMESPACES)) {
      return List.of();
    }
    try (var all = Files.list(NAMESPACES)) {
      return all.map(Path::getFileName).map(Path::toString).sorted().toList();
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
