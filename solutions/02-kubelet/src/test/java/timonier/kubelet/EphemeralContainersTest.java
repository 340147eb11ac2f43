package timonier.kubelet;

import static org.assertj.core.api.Assertions.assertThat;
import static timonier.kubelet.OnePod.one;
import static timonier.kubelet.OnePod.pod;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import timonier.kit.sim.Simulation;
import timonier.pods.ContainerStatus;
import timonier.pods.runtime.ContainerRuntime.ContainerRecord;

/// What is added to a pod that runs, to look into it.
class EphemeralContainersTest {

  private final OnePod web = new OnePod();
  private final SimulatedNode node = web.node;
  private final Simulation simulation = node.simulation;

  @AfterEach
  void close() {
    simulation.close();
  }

  @Test
  void what_is_added_to_look_into_a_pod_runs_once_and_says_nothing_of_the_pod() {
    var pod = one("web", "");
    web.run(pod(pod, "Always"), Duration.ofSeconds(1));
    var looks = pod + ", 'ephemeralContainers': [{'name': 'look', 'image': 'crasher'}]";
    web.run(pod(looks, "Always"), Duration.ofMinutes(5));
    var status = node.pod("uid").status().orElseThrow();
    var look = status.ephemeralContainerStatuses().getFirst();

    assertThat(look.state().terminated().orElseThrow().exitCode()).isEqualTo(1);
    assertThat(look.restartCount()).isZero();
    assertThat(status.phase()).isEqualTo("Running");
    assertThat(node.pod("uid").isReady()).isTrue();
    assertThat(web.running()).hasSize(1);
  }

  private static String looking(String target) {
    return ", 'ephemeralContainers': [{'name': 'look', 'image': 'web',"
        + " 'targetContainerName': '%s'}]".formatted(target);
  }

  private ContainerRecord named(String name) {
    return web.running().stream()
        .filter(record -> record.config().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void what_is_added_to_look_into_a_container_sees_its_processes() {
    web.run(pod(one("web", ""), "Always"), Duration.ofSeconds(5));
    node.want(pod(one("web", "") + looking("main"), "Always"));
    simulation.runFor(Duration.ofSeconds(1));
    assertThat(named("look").config().target()).contains(named("main").id());
    assertThat(named("main").config().target()).isEmpty();
  }

  @Test
  void a_pod_that_shares_its_processes_needs_no_target() {
    var shared = one("web", "") + ", 'shareProcessNamespace': true" + looking("main");
    web.run(pod(shared, "Always"), Duration.ofSeconds(5));
    assertThat(named("look").config().target()).isEmpty();
  }

  private ContainerStatus look() {
    return node.pod("uid").status().orElseThrow().ephemeralContainerStatuses().getFirst();
  }

  @Test
  void what_looks_into_a_container_waits_until_that_one_is_there() {
    var later = "'initContainers': [{'name': 'first', 'image': 'job'}], " + one("web", "");
    web.run(pod(later + looking("main"), "Always"), Duration.ofSeconds(2));
    assertThat(look().state().waiting().orElseThrow().message())
        .isEqualTo("unable to find target container main");

    simulation.runFor(Duration.ofMinutes(1));
    assertThat(named("look").config().target()).contains(named("main").id());
  }

  @ParameterizedTest
  @CsvSource({
    "nobody, CreateContainerConfigError, unable to find target container nobody",
    "over, CreateContainerError, invalid target container: container"
  })
  void what_cannot_look_into_its_target_waits_and_says_why(
      String target, String reason, String message) {
    var two = "'containers': [{'name': 'main', 'image': 'web'}, {'name': 'over', 'image': 'job'}]";
    web.run(pod(two, "Never"), Duration.ofMinutes(1));
    node.want(pod(two + looking(target), "Never"));
    simulation.runFor(Duration.ofSeconds(1));

    assertThat(look().state().waiting().orElseThrow().reason()).isEqualTo(reason);
    assertThat(look().state().waiting().orElseThrow().message()).startsWith(message);
    assertThat(node.events).anyMatch(event -> event.startsWith("Failed Error: " + reason));
    assertThat(node.pod("uid").status().orElseThrow().phase()).isEqualTo("Running");
  }
}
