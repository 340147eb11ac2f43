package timonier.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import timonier.kit.sim.Simulation;
import timonier.kit.testing.Extent;
import timonier.pods.Pod;
import timonier.pods.runtime.ContainerRuntime.ContainerConfig;
import timonier.pods.runtime.ContainerRuntime.State;
import timonier.pods.simulated.SimulatedProgram;

class KubeletSimulation {

  private static final int SEEDS = Extent.pick("timonier.seeds", 50, 200, 2000);

  @Test
  void whatever_fails_each_pod_runs_once_and_deleted_pods_leave_nothing() {
    var failures = 0;
    for (var seed = 1; seed <= SEEDS; seed++) {
      failures += storm(seed);
    }
    assertThat(failures).as("faults that fired").isGreaterThan(SEEDS);
  }

  @Test
  void the_same_seed_gives_the_same_run() {
    assertThat(fingerprint(7)).isEqualTo(fingerprint(7)).isNotEqualTo(fingerprint(8));
  }

  private static long fingerprint(long seed) {
    try (var simulation = new Simulation(seed)) {
      disturb(node(simulation));
      return simulation.fingerprint();
    }
  }

  private static int storm(long seed) {
    try (var simulation = new Simulation(seed)) {
      var node = node(simulation);
      disturb(node);
      node.faultiness = 0;
      simulation.runFor(Duration.ofMinutes(12));
      judge(node);
      return node.failures;
    }
  }

  private static SimulatedNode node(Simulation simulation) {
    var node = new SimulatedNode(simulation, KubeletSimulation::program);
    simulation.always(() -> neverTwice(node));
    return node;
  }

  private static SimulatedProgram program(ContainerConfig config) {
    return switch (config.image()) {
      case "job" ->
          new SimulatedProgram(
              Optional.of(Duration.ofSeconds(20)), 0, Duration.ZERO, Duration.ofMillis(10));
      case "stubborn" ->
          new SimulatedProgram(Optional.empty(), 0, Duration.ZERO, Duration.ofMinutes(10));
      default -> SimulatedProgram.forever();
    };
  }

  private static void neverTwice(SimulatedNode node) {
    var seen = new HashSet<String>();
    for (var record : node.host.containers()) {
      if (record.state() == State.RUNNING
          && !seen.add(uid(node, record.sandboxId()) + record.config().name())) {
        throw new AssertionError("a container of a pod runs twice: " + node.host.containers());
      }
    }
  }

  private static String uid(SimulatedNode node, String sandbox) {
    return node.host.sandboxes().stream()
        .filter(candidate -> candidate.id().equals(sandbox))
        .findFirst()
        .orElseThrow(() -> new AssertionError("a container runs without its sandbox"))
        .config()
        .uid();
  }

  private static void disturb(SimulatedNode node) {
    node.faultiness = 0.05;
    node.start();
    node.want(Pods.simple("always", "Always"));
    node.want(Pods.simple("onfailure", "OnFailure"));
    node.want(staged());
    node.want(Pods.simple("deleted", "Always"));
    node.want(stubborn());
    node.want(accompanied());
    for (var round = 0; round < 10; round++) {
      node.simulation.runFor(Duration.ofMillis(node.simulation.random().nextInt(8000)));
      disturbOnce(node, round);
    }
  }

  private static void disturbOnce(SimulatedNode node, int round) {
    switch (node.simulation.random().nextInt(5)) {
      case 0, 1 -> {
        node.crash();
        node.simulation.runFor(Duration.ofMillis(node.simulation.random().nextInt(3000)));
        node.start();
      }
      case 2 ->
          node.host.containers().stream()
              .filter(record -> record.state() == State.RUNNING)
              .findAny()
              .ifPresent(record -> node.host.end(record.id(), 1));
      case 3 -> fillDisk(node);
      default -> node.simulation.runFor(Duration.ofSeconds(1));
    }
    if (round == 5) {
      node.delete("uid-deleted", 5);
      node.delete("uid-stubborn", 5);
    }
    if (round == 7 && node.simulation.chance(0.5)) {
      node.remove("uid-deleted");
    }
    if (round == 8 && node.simulation.chance(0.3)) {
      node.host.fail();
    }
  }

  /// Some of what goes on then ends on a full disk, and some begins there.
  private static void fillDisk(SimulatedNode node) {
    node.host.full(true);
    node.failures++;
    node.host.containers().stream()
        .filter(record -> record.state() == State.RUNNING)
        .findFirst()
        .ifPresent(record -> node.host.end(record.id(), 1));
    node.simulation.runFor(Duration.ofMillis(node.simulation.random().nextInt(20_000)));
    node.host.full(false);
  }

  private static Pod staged() {
    return Pods.of(
        """
        {'metadata': {'name': 'staged', 'namespace': 'default', 'uid': 'uid-staged'},
         'spec': {'nodeName': 'node', 'restartPolicy': 'OnFailure',
          'initContainers': [{'name': 'first', 'image': 'job'}, {'name': 'second', 'image': 'job'}],
          'containers': [{'name': 'main', 'image': 'job'}, {'name': 'side', 'image': 'job'}]}}
        """);
  }

  private static Pod accompanied() {
    return Pods.of(
        """
        {'metadata': {'name': 'accompanied', 'namespace': 'default', 'uid': 'uid-accompanied'},
         'spec': {'nodeName': 'node', 'restartPolicy': 'OnFailure',
          'terminationGracePeriodSeconds': 5,
          'initContainers': [
            {'name': 'sidecar', 'image': 'web', 'restartPolicy': 'Always',
             'startupProbe': {'tcpSocket': {'port': 80}, 'periodSeconds': 1}},
            {'name': 'first', 'image': 'job'}],
          'containers': [{'name': 'main', 'image': 'job'}]}}
        """);
  }

  private static Pod stubborn() {
    return Pods.of(
        """
        {'metadata': {'name': 'stubborn', 'namespace': 'default', 'uid': 'uid-stubborn'},
         'spec': {'nodeName': 'node', 'restartPolicy': 'Always',
          'containers': [{'name': 'main', 'image': 'stubborn',
            'readinessProbe': {'httpGet': {'path': '/', 'port': 80}, 'periodSeconds': 2},
            'lifecycle': {'preStop': {'sleep': {'seconds': 2}}}}]}}
        """);
  }

  private static void judge(SimulatedNode node) {
    assertThat(node.pod("uid-always").phase()).isEqualTo("Running");
    assertThat(node.pod("uid-always").isReady()).isTrue();
    assertThat(node.pod("uid-onfailure").isReady()).isTrue();
    assertThat(node.pod("uid-staged").phase()).isEqualTo("Succeeded");
    assertThat(node.pod("uid-accompanied").phase()).isEqualTo("Succeeded");
    assertThat(node.cluster.keySet())
        .containsExactly("uid-accompanied", "uid-always", "uid-onfailure", "uid-staged");
    var left =
        node.host.sandboxes().stream().map(sandbox -> sandbox.config().name()).distinct().toList();
    assertThat(List.of("accompanied", "always", "onfailure", "staged")).containsAll(left);
    var writes = node.writes;
    node.simulation.runFor(Duration.ofMinutes(10));
    assertThat(node.writes).as("writes although nothing happens").isEqualTo(writes);
  }
}
