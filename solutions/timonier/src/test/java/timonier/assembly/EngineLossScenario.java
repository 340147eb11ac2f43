package timonier.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import timonier.kit.loop.FileTree;
import timonier.kit.testing.Need;
import timonier.kit.testing.Needs;
import timonier.pods.docker.DockerRecords;
import timonier.pods.docker.Engine;

/// A cluster whose Docker Engine is killed and started again.
@Tag("real")
@Needs({Need.ROOT, Need.DOCKER, Need.IPROUTE, Need.KUBECTL, Need.CURL})
class EngineLossScenario {

  private static final Duration SOON = Duration.ofSeconds(60);

  private static final String PODS =
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: worker}
      spec:
        containers:
        - name: sleeper
          image: timonier/sleeper
          livenessProbe: {exec: {command: ["true"]}, periodSeconds: 1, failureThreshold: 1}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec:
        containers:
        - name: web
          image: timonier/web:v1
          livenessProbe: {httpGet: {path: /, port: 8080}, initialDelaySeconds: 5, periodSeconds: 1}
          readinessProbe: {httpGet: {path: /, port: 8080}, periodSeconds: 1}
      """;

  private Path home = Path.of("");
  private PrivateEngine engine = new PrivateEngine(Path.of(""));
  private DetachedCluster cluster = new DetachedCluster(Path.of(""));
  private Shell shell = cluster.shell();

  @BeforeEach
  void start() throws IOException {
    home = Files.createTempDirectory("timonier-engine");
    Files.createDirectory(home.resolve("engine"));
    engine = new PrivateEngine(home.resolve("engine"));
    cluster = new DetachedCluster(home.resolve("data"), Map.of("DOCKER_HOST", engine.host()));
    shell = cluster.shell();
  }

  private String data() {
    return home.resolve("data").toString();
  }

  @AfterEach
  void stop() {
    cluster.close();
    engine.close();
    FileTree.remove(home);
  }

  @Test
  void pods_survive_an_engine_that_is_killed_and_started_again() throws Exception {
    engine.start();
    cluster.up("docker", 1);
    Files.writeString(home.resolve("pods.yaml"), PODS);
    shell.kubectl("apply", "-f", home.resolve("pods.yaml").toString());
    ready();
    var identities = identities();

    engine.kill();
    assertThat(shell.run("curl", "-s", "-m", "2", "http://" + webAddress() + ":8080/").output())
        .as("containers go on while the engine is away")
        .isEqualTo("unknown v1\n");
    engine.start();

    restarted();
    assertThat(identities()).as("the same pods").isEqualTo(identities);

    var before = containers();
    engine.kill();
    engine.start("--live-restore");
    shell.kubectl("exec", "worker", "--", "true");
    ready();
    assertThat(containers()).as("the same containers, with the same processes").isEqualTo(before);
    assertThat(identities()).isEqualTo(identities);

    cluster.down();
    try (var client = new Engine(engine.host())) {
      assertThat(client.containers(Map.of(DockerRecords.CLUSTER, data()))).isEmpty();
    }
  }

  private void ready() {
    shell.kubectl("wait", "--for=condition=Ready", "pod/worker", "pod/web", "--timeout=60s");
  }

  /// An engine that cannot keep containers ends them when it starts; the kubelet restarts them.
  private void restarted() {
    Shell.eventually(
        "both containers were restarted",
        SOON,
        () -> status("{.status.containerStatuses[0].restartCount}").equals(List.of("1", "1")));
    ready();
  }

  private List<String> status(String path) {
    return shell
        .kubectl("get", "pods", "-o", "jsonpath={range .items[*]}" + path + "{\"\\n\"}{end}")
        .lines()
        .toList();
  }

  private List<String> identities() {
    return status("{.metadata.uid}");
  }

  private String webAddress() {
    return shell.kubectl("get", "pod", "web", "-o", "jsonpath={.status.podIP}");
  }

  private Map<String, Long> containers() {
    var found = new TreeMap<String, Long>();
    try (var client = new Engine(engine.host())) {
      client.containers(Map.of(DockerRecords.CLUSTER, data())).stream()
          .filter(seen -> seen.state().equals("running"))
          .flatMap(seen -> client.inspect(seen.id()).stream())
          .forEach(details -> found.put(details.id(), details.pid()));
    }
    return found;
  }
}
