package timonier.kubelet;

import static org.assertj.core.api.Assertions.assertThat;
import static timonier.kubelet.OnePod.one;
import static timonier.kubelet.OnePod.pod;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import timonier.kit.sim.Simulation;

/// Containers that run before the others, and those that go on while the others run.
class SidecarsTest {

  private final OnePod web = new OnePod();
  private final SimulatedNode node = web.node;
  private final Simulation simulation = node.simulation;

  @AfterEach
  void close() {
    simulation.close();
  }

  @Test
  void init_containers_run_one_after_another_before_the_others() {
    var inits =
        "'initContainers': [{'name': 'a', 'image': 'job'}, {'name': 'b', 'image': 'job'}], ";
    web.run(pod(inits + one("web", ""), "Always"), Duration.ofSeconds(3));
    assertThat(web.running()).extracting(record -> record.config().name()).containsExactly("a");
    assertThat(web.container().state().waiting().orElseThrow().reason())
        .isEqualTo("PodInitializing");
    simulation.runFor(Duration.ofSeconds(5));
    assertThat(web.running()).extracting(record -> record.config().name()).containsExactly("b");
    simulation.runFor(Duration.ofSeconds(5));
    assertThat(node.pod("uid").isReady()).isTrue();
  }

  @Test
  void the_usual_simulated_program_ends_where_others_wait_for_that() {
    var inits =
        "'initContainers': [{'name': 'a', 'image': 'usual', 'restartPolicy': 'Always'},"
            + " {'name': 'b', 'image': 'usual'}], ";
    web.run(pod(inits + one("usual", ""), "Always"), Duration.ofSeconds(1));
    assertThat(web.names()).containsExactly("a", "main");
    assertThat(node.pod("uid").isReady()).isTrue();
  }

  private static final String SIDECARS =
      """
      'initContainers': [
        {'name': 'a', 'image': 'slow', 'restartPolicy': 'Always',
         'startupProbe': {'tcpSocket': {'port': 80}, 'periodSeconds': 1, 'failureThreshold': 60}},
        {'name': 'b', 'image': 'job'},
        {'name': 'c', 'image': 'web', 'restartPolicy': 'Always'}],
      """;

  @Test
  void a_sidecar_starts_in_its_turn_and_goes_on_while_the_others_run() {
    web.run(pod(SIDECARS + one("web", ""), "Always"), Duration.ofSeconds(15));
    assertThat(web.names()).containsExactly("a");
    assertThat(node.pod("uid").phase()).isEqualTo("Pending");
    simulation.runFor(Duration.ofSeconds(8));
    assertThat(web.names()).containsExactly("a", "b");
    simulation.runFor(Duration.ofSeconds(10));
    assertThat(web.names()).containsExactly("a", "c", "main");
    assertThat(node.pod("uid").isReady()).isTrue();
    assertThat(node.pod("uid").condition("Initialized").orElseThrow().isTrue()).isTrue();
  }

  @Test
  void a_sidecar_that_ends_comes_back() {
    web.run(pod(SIDECARS + one("web", ""), "Never"), Duration.ofSeconds(40));
    node.host.end(web.running().get(1).id(), 0);
    simulation.runFor(Duration.ofSeconds(1));
    assertThat(web.names()).containsExactly("a", "main", "c");
    var sidecar = node.pod("uid").status().orElseThrow().initContainerStatuses().get(2);
    assertThat(sidecar.restartCount()).isEqualTo(1);
    assertThat(node.pod("uid").phase()).isEqualTo("Running");
  }

  @Test
  void sidecars_stop_after_the_others_and_the_last_first() {
    web.run(pod(SIDECARS + one("deaf", ""), "Always"), Duration.ofSeconds(40));
    node.delete("uid", 10);
    simulation.runFor(Duration.ofMillis(9_900));
    assertThat(web.names()).containsExactly("a", "c", "main");
    simulation.runFor(Duration.ofMillis(1_000));
    assertThat(web.names()).containsExactly("a");
    simulation.runFor(Duration.ofMillis(1_800));
    assertThat(node.cluster).isEmpty();
  }

  @Test
  void a_job_with_a_sidecar_ends_with_its_other_containers() {
    web.run(pod(SIDECARS + one("job", ""), "Never"), Duration.ofSeconds(29));
    assertThat(web.names()).containsExactly("a", "c", "main");
    simulation.runFor(Duration.ofSeconds(20));
    assertThat(web.names()).isEmpty();
    assertThat(node.pod("uid").phase()).isEqualTo("Succeeded");
    assertThat(node.pod("uid").condition("Initialized").orElseThrow().isTrue()).isTrue();
    assertThat(web.container().state().terminated().orElseThrow().reason()).isEqualTo("Completed");
  }

  @Test
  void a_kubelet_that_starts_again_knows_which_sidecars_have_started() {
    web.run(pod(SIDECARS + one("web", ""), "Always"), Duration.ofSeconds(40));
    var before = web.running();
    var writes = node.writes;
    node.crash();
    node.start();
    simulation.runFor(Duration.ofMinutes(2));
    assertThat(web.running()).isEqualTo(before);
    assertThat(node.writes).isEqualTo(writes);
  }
}
