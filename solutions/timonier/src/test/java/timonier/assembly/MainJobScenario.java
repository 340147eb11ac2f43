package timonier.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import timonier.kit.loop.FileTree;
import timonier.kit.testing.Extent;
import timonier.kit.testing.Need;
import timonier.kit.testing.Needs;

/// The main job, from `./timonier up` to Ctrl-C, with the real `kubectl` and real processes.
@Tag("real")
class MainJobScenario {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String CONFINED = "docs/examples/web-tier-confined.yaml";
  private static final List<String> NODES = List.of("node-1", "node-2", "node-3");

  /// What is rolled out, one after another.
  private static final List<String> VERSIONS =
      Extent.chosen() == Extent.BRIEF ? List.of("v2", "v3") : List.of("v2", "v3", "v4");

  private Path home = Path.of("");
  private Path data = Path.of("");
  private List<String> user = List.of();
  private String runtime = "process";
  private boolean confined;
  private @Nullable Process up;
  private Shell shell = new Shell(Map.of());
  private RunningContainers containers = new RunningContainers(Path.of(""), "", List.of());

  /// The node whose kubelet was restarted: it leads another process group than its containers.
  private String restarted = "";

  @AfterEach
  void stop() throws Exception {
    if (up != null && up.isAlive()) {
      up.destroy();
      up.waitFor();
    }
    FileTree.remove(home);
  }

  @Test
  @Needs({Need.ROOT, Need.IPROUTE, Need.KUBECTL, Need.CURL})
  void as_root_pods_have_network_namespaces() throws Exception {
    home = Files.createTempDirectory("timonier-main-job");
    confined = true;
    mainJob(List.of(Shell.launcher()));
  }

  @Test
  @Needs({Need.ROOT, Need.DOCKER, Need.KUBECTL, Need.CURL})
  void on_docker_pods_are_containers() throws Exception {
    home = Files.createTempDirectory("timonier-main-job");
    runtime = "docker";
    mainJob(List.of(Shell.launcher()));
  }

  @Test
  @Needs({Need.UTIL_LINUX, Need.KUBECTL, Need.CURL})
  void as_an_unprivileged_user_pods_have_loopback_addresses() throws Exception {
    home = Files.createTempDirectory("timonier-main-job");
    if (Need.ROOT.isMet()) {
      user = List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");
    }
    mainJob(new UnprivilegedCopy(home, user).command());
  }

  private void mainJob(List<String> timonier) throws Exception {
    data = home.resolve("data");
    containers = new RunningContainers(data, runtime, NODES);
    start(timonier);
    shell = new Shell(Map.of("KUBECONFIG", data.resolve("kubeconfig").toString()));
    shell.kubectl("apply", "--server-side", "-f", "docs/examples/web-tier.yaml");
    if (confined) {
      shell.kubectl("apply", "--server-side", "--field-manager=security", "-f", CONFINED);
    }
    rollout();
    if (confined) {
      mounts_users_and_limits_are_in_force();
    }
    all_three_replicas_answer();
    if (runtime.equals("docker")) {
      pods_reach_each_other_and_the_cluster_address_from_inside();
      containers_of_a_pod_talk_over_localhost();
    }
    new OpenPlaces(data).no_secret_is_in_an_argument_an_environment_or_a_log();
    a_node_cannot_reach_into_another();
    a_node_makes_no_pod_on_another();
    a_killed_container_comes_back();
    rollouts_lose_no_request();
    a_kubelet_that_starts_again_finds_its_containers();
    var lost = containers.busyNode(restarted);
    the_pods_of_a_killed_node_run_elsewhere(lost);
    everything_deletes_clean(lost);
    ctrl_c_leaves_no_process();
  }

  private void start(List<String> timonier) throws IOException {
    var command = new ArrayList<>(timonier);
    command.addAll(
        List.of(
            "up",
            "--runtime",
            runtime,
            "--nodes",
            "3",
            "--data",
            data.toString(),
            "--node-monitor-grace",
            "6"));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("HOME", user.isEmpty() ? System.getenv("HOME") : home.toString());
    var process = builder.start();
    up = process;
    var lines = process.inputReader();
    var said = new StringBuilder();
    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
      said.append(line).append('\n');
      if (line.startsWith("READY")) {
        System.out.println(line);
        var namespaces = user.isEmpty() && HostRange.of(0).namespaces();
        assertThat(line)
            .as("what separates pods from the host")
            .contains("(" + new HostRange(0, namespaces, List.of()).describe(runtime) + ")");
        return;
      }
    }
    throw new AssertionError("no READY, but:\n" + said);
  }

  private void rollout() {
    shell.kubectl("rollout", "status", "deployment/web", "--timeout=60s");
  }

  private void allReady() {
    Shell.eventually(
        "three pods are ready",
        SOON,
        () ->
            shell
                .kubectl("get", "deployment", "web", "-o", "jsonpath={.status.readyReplicas}")
                .equals("3"));
  }

  private String clusterIp() {
    return shell.kubectl("get", "service", "web", "-o", "jsonpath={.spec.clusterIP}");
  }

  private void all_three_replicas_answer() {
    var names = new TreeSet<String>();
    Shell.eventually(
        "answers from three pods",
        SOON,
        () -> {
          var answer = shell.run("curl", "-s", "-m", "2", "http://" + clusterIp() + ":8080/");
          if (answer.exit() == 0) {
            names.add(answer.output().split(" ")[0]);
          }
          return names.size() == 3;
        });
  }

  private void mounts_users_and_limits_are_in_force() {
    var script =
        """
        cat /proc/self/status /proc/1/cgroup
        echo kept > /tmp/note && cat /tmp/note
        echo lost > /etc/note || ls -ln /tmp/note
        """;
    var said = shell.kubectl("exec", "deployment/web", "--", "bash", "-c", script);
    assertThat(said)
        .contains("Uid:\t1000\t1000", "Gid:\t3000\t3000", "Groups:\t2000", "NoNewPrivs:\t1")
        .contains("CapEff:\t0000000000000000")
        .containsPattern("/timonier/[0-9a-f]{32}")
        .contains("kept", "/etc/note: Read-only file system", " 1000 2000 ");
  }

  private void pods_reach_each_other_and_the_cluster_address_from_inside() {
    var words = "jsonpath={range .items[*]}{.metadata.name} {.status.podIP}{\"\\n\"}{end}";
    var pods = shell.kubectl("get", "pods", "-l", "app=web", "-o", words).lines().toList();
    var first = pods.getFirst().split(" ")[0];
    var last = pods.getLast().split(" ");
    assertThat(page(first, last[1])).contains(last[0] + " v1");
    assertThat(page(first, clusterIp())).contains("200 OK", " v1");
  }

  /// The page that a pod gets from an address.
  private String page(String pod, String address) {
    var script =
        "exec 3<>/dev/tcp/%s/8080; printf 'GET / HTTP/1.1\\r\\n\\r\\n' >&3; timeout 2 cat <&3; true"
            .formatted(address);
    return shell.kubectl("exec", pod, "--", "bash", "-c", script);
  }

  private void containers_of_a_pod_talk_over_localhost() {
    shell.kubectl("apply", "-f", "docs/examples/two-containers.yaml");
    Shell.eventually(
        "the visitor hears its neighbour",
        SOON,
        () -> {
          var said = shell.run("kubectl", "logs", "neighbours", "-c", "visitor");
          return said.output().contains("http://localhost:8080/ says: neighbours v1");
        });
    shell.kubectl("delete", "-f", "docs/examples/two-containers.yaml", "--grace-period=1");
  }

  /// Waits for pods of an earlier version to end: a rollout is over before they are gone.
  private void oldPodsAreGone() {
    Shell.eventually("old pods are gone", SOON, () -> containers.all().size() == 3);
  }

  private void a_killed_container_comes_back() {
    oldPodsAreGone();
    var victim = containers.all().iterator().next();
    shell.must("kill", "-9", Long.toString(victim.pid()));
    Shell.eventually(
        "a restart is counted",
        SOON,
        () ->
            shell
                .kubectl(
                    "get",
                    "pods",
                    "-o",
                    "jsonpath={.items[*].status.containerStatuses[0].restartCount}")
                .contains("1"));
    allReady();
    assertThat(containers.all()).hasSize(3);
  }

  private void rollouts_lose_no_request() throws Exception {
    var before = " " + VERSIONS.get(VERSIONS.size() - 2);
    try (var load = new Load(clusterIp(), 8080)) {
      for (var version : VERSIONS) {
        shell.kubectl("set", "image", "deployment/web", "web=timonier/web:" + version);
        rollout();
      }
      shell.kubectl("rollout", "undo", "deployment/web");
      rollout();
      Shell.eventually(
          "answers of the version gone back to",
          SOON,
          () -> load.bodies().keySet().stream().anyMatch(body -> body.endsWith(before)));
      System.out.printf("%d answers, %.0f a second%n", load.answers(), load.perSecond());
      assertThat(load.failures()).isEmpty();
      assertThat(load.perSecond()).isGreaterThan(200);
    }
  }

  private void a_kubelet_that_starts_again_finds_its_containers() throws Exception {
    oldPodsAreGone();
    var name = containers.busyNode("");
    restarted = name;
    var node = data.resolve("nodes").resolve(name);
    var before = containers.on(name);
    var kubelet = OwnedProcess.read(node.resolve("process")).orElseThrow();
    shell.must("kill", "-9", Long.toString(kubelet.pid()));
    Shell.eventually("the kubelet is gone", SOON, () -> kubelet.alive().isEmpty());
    assertThat(containers.on(name)).isEqualTo(before);
    Shell.eventually(
        "it was started again",
        SOON,
        () -> OwnedProcess.read(node.resolve("process")).flatMap(OwnedProcess::alive).isPresent());
    Shell.eventually(
        "the node is ready", SOON, () -> shell.kubectl("get", "node", name).contains(" Ready "));
    allReady();
    assertThat(containers.on(name)).isEqualTo(before);
  }

  private void a_node_makes_no_pod_on_another() {
    var pod =
        "{\"metadata\":{\"name\":\"evil\"},\"spec\":{\"nodeName\":\"node-2\",\"containers\":"
            + "[{\"name\":\"a\",\"image\":\"counter\"}]}}";
    var json = "content-type: application/json";
    var answer = as("node-1").server("/api/v1/namespaces/default/pods", "-H", json, "-d", pod);
    assertThat(answer).contains("\\\"system:node:node-1\\\" cannot create resource");
  }

  private void a_node_cannot_reach_into_another() {
    for (var path :
        List.of(
            "containerLogs/default/web/web",
            "exec/default/web/web?command=id",
            "attach/default/web/web",
            "portForward/default/web?port=8080")) {
      assertThat(as("node-1").kubelet("node-2", path)).as(path).isEqualTo("403");
    }
  }

  /// Somebody who holds a node's certificate.
  private NodeCredentials as(String node) {
    return new NodeCredentials(data, node, shell);
  }

  private void the_pods_of_a_killed_node_run_elsewhere(String name) throws Exception {
    var node = data.resolve("nodes").resolve(name);
    var before = containers.on(name);
    var leader = OwnedProcess.read(node.resolve("process")).orElseThrow();
    // else it would be started again
    Files.delete(node.resolve("process"));
    shell.must("kill", "-9", "--", "-" + leader.pid());
    if (runtime.equals("docker")) {
      assertThat(containers.on(name)).as("the engine's containers go on").isEqualTo(before);
    } else {
      Shell.eventually("its containers are gone", SOON, () -> containers.on(name).isEmpty());
    }
    Shell.eventually(
        "three pods are ready on the other nodes",
        SOON,
        () -> {
          var nodes =
              shell.kubectl(
                  "get",
                  "pods",
                  "-l",
                  "app=web",
                  "-o",
                  "jsonpath={range .items[*]}{.spec.nodeName} "
                      + "{.status.conditions[?(@.type==\"Ready\")].status}{\"\\n\"}{end}");
          return nodes
                  .lines()
                  .filter(line -> line.endsWith("True") && !line.startsWith(name))
                  .count()
              == 3;
        });
  }

  private void everything_deletes_clean(String lost) {
    shell.kubectl("delete", "-f", "docs/examples/web-tier.yaml", "--wait=false");
    shell.kubectl("delete", "node", lost);
    var answer = as(lost).server("/api/v1/nodes/" + lost);
    assertThat(answer).as("its certificate is revoked").contains("Unauthorized");
    Shell.eventually(
        "nothing is left",
        SOON,
        () ->
            shell
                .kubectl("get", "pods,replicasets,services,endpointslices", "-o", "name")
                .isEmpty());
    var left = containers.all();
    left.removeAll(containers.on(lost));
    assertThat(left).isEmpty();
  }

  private void ctrl_c_leaves_no_process() {
    var server = OwnedProcess.read(data.resolve("server")).orElseThrow();
    shell.must("kill", "-INT", Long.toString(server.pid()));
    Shell.eventually(
        "every process that this folder started is gone",
        Duration.ofSeconds(10),
        () ->
            ProcessHandle.allProcesses()
                .noneMatch(process ->
                    process
                        .info()
                        .commandLine()
                        .filter(line -> line.contains(data.toString()))
                        .isPresent()));
    Shell.eventually(
        "no container is left", Duration.ofSeconds(10), () -> containers.all().isEmpty());
  }
}
