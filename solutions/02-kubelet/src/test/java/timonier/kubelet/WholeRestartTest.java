package timonier.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import timonier.kit.sim.Simulation;
import timonier.pods.ContainerStatus;
import timonier.pods.PodStatus;
import timonier.pods.runtime.ContainerRuntime.ContainerConfig;
import timonier.pods.runtime.ContainerRuntime.ContainerRecord;
import timonier.pods.runtime.ContainerRuntime.State;
import timonier.pods.simulated.SimulatedProgram;

/// Pods that start again as a whole.
class WholeRestartTest {

  private final Simulation simulation = new Simulation(1);
  private final SimulatedNode node = new SimulatedNode(simulation, WholeRestartTest::program);

  private static SimulatedProgram program(ContainerConfig config) {
    return config.image().equals("job")
        ? new SimulatedProgram(Optional.of(Duration.ofSeconds(5)), 0, Duration.ZERO, Duration.ZERO)
        : new SimulatedProgram(Optional.empty(), 0, Duration.ZERO, Duration.ofDays(1));
  }

  @AfterEach
  void close() {
    simulation.close();
  }

  private void run(Duration time) {
    node.start();
    node.want(
        Pods.of(
            """
            {'metadata': {'name': 'web', 'namespace': 'default', 'uid': 'uid'},
             'spec': {'nodeName': 'node', 'restartPolicy': 'Never',
              'terminationGracePeriodSeconds': 3600,
              'initContainers': [
                {'name': 'prepare', 'image': 'job'},
                {'name': 'sidecar', 'image': 'web', 'restartPolicy': 'Always',
                 'restartPolicyRules': [{'action': 'RestartAllContainers',
                   'exitCodes': {'operator': 'In', 'values': [88]}}]}],
              'containers': [
                {'name': 'once', 'image': 'job'},
                {'name': 'main', 'image': 'web', 'restartPolicy': 'Never',
                 'restartPolicyRules': [{'action': 'RestartAllContainers',
                   'exitCodes': {'operator': 'NotIn', 'values': [0, 137]}}]}]}}
            """));
    simulation.runFor(time);
  }

  private List<ContainerRecord> running() {
    return node.host.containers().stream()
        .filter(record -> record.state() == State.RUNNING)
        .toList();
  }

  private List<String> names() {
    return running().stream().map(record -> record.config().name()).toList();
  }

  private void end(String name, int exitCode) {
    running().stream()
        .filter(record -> record.config().name().equals(name))
        .forEach(record -> node.host.end(record.id(), exitCode));
  }

  private ContainerStatus status(String name) {
    return node.pod("uid").status().stream()
        .flatMap(PodStatus::allContainerStatuses)
        .filter(status -> status.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private boolean isRestarting() {
    return node.pod("uid").condition("AllContainersRestarting").orElseThrow().isTrue();
  }

  @Test
  void all_containers_start_again_in_the_same_sandbox_and_init_containers_first() {
    run(Duration.ofSeconds(11));
    assertThat(names()).containsExactly("sidecar", "main");
    assertThat(status("once").state().terminated()).isPresent();
    assertThat(isRestarting()).isFalse();
    var sandbox = node.host.sandboxes();

    end("main", 7);
    simulation.runFor(Duration.ofSeconds(2));
    assertThat(names()).containsExactly("prepare");
    assertThat(node.pod("uid").phase()).isNotEqualTo("Failed");
    simulation.runFor(Duration.ofSeconds(5));
    assertThat(names()).containsExactly("sidecar", "once", "main");
    simulation.runFor(Duration.ofSeconds(10));

    assertThat(names()).containsExactly("sidecar", "main");
    assertThat(node.host.sandboxes()).isEqualTo(sandbox);
    for (var name : List.of("prepare", "sidecar", "once", "main")) {
      assertThat(status(name).restartCount()).as(name).isEqualTo(1);
    }
    assertThat(status("main").lastState().orElseThrow().terminated().orElseThrow().exitCode())
        .isEqualTo(7);
    assertThat(status("sidecar").lastState().orElseThrow().terminated().orElseThrow().exitCode())
        .isEqualTo(137);
    assertThat(isRestarting()).isFalse();
  }

  @Test
  void a_sidecar_may_ask_for_it_too() {
    run(Duration.ofSeconds(8));
    end("sidecar", 88);
    simulation.runFor(Duration.ofSeconds(1));
    assertThat(names()).containsExactly("prepare");
  }

  @Test
  void any_other_exit_code_restarts_nothing_else() {
    run(Duration.ofSeconds(8));
    end("sidecar", 87);
    simulation.runFor(Duration.ofSeconds(1));
    assertThat(names()).containsExactlyInAnyOrder("sidecar", "once", "main");
    assertThat(status("main").restartCount()).isZero();
  }

  @Test
  void a_pod_that_restarts_again_and_again_waits_and_says_so() {
    run(Duration.ofSeconds(11));
    end("main", 7);
    simulation.runFor(Duration.ofSeconds(11));
    end("main", 7);
    simulation.runFor(Duration.ofSeconds(9));

    assertThat(names()).isEmpty();
    assertThat(isRestarting()).isTrue();
    assertThat(node.events).anyMatch(event -> event.startsWith("BackOff "));
    simulation.runFor(Duration.ofSeconds(2));
    assertThat(names()).containsExactly("prepare");
    assertThat(isRestarting()).isFalse();
  }

  @Test
  void a_kubelet_that_starts_again_halfway_goes_on() {
    run(Duration.ofSeconds(11));
    end("main", 7);
    simulation.runFor(Duration.ofSeconds(11));
    end("main", 7);
    simulation.runFor(Duration.ofSeconds(3));
    node.crash();
    node.start();
    simulation.runFor(Duration.ofSeconds(30));

    assertThat(names()).containsExactly("sidecar", "main");
    assertThat(status("main").restartCount()).isEqualTo(2);
    assertThat(status("once").restartCount()).isEqualTo(2);
  }
}
