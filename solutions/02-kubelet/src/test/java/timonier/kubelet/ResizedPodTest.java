package timonier.kubelet;

import static org.assertj.core.api.Assertions.assertThat;
import static timonier.kubelet.OnePod.one;
import static timonier.kubelet.OnePod.pod;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import timonier.kit.sim.Simulation;
import timonier.pods.Quantity;

/// Pods whose containers get more or less of the machine while they run.
class ResizedPodTest {

  private final OnePod web = new OnePod();
  private final SimulatedNode node = web.node;
  private final Simulation simulation = node.simulation;

  @AfterEach
  void close() {
    simulation.close();
  }

  private static String limited(String cpu, String more) {
    return one("web", ", 'resources': {'limits': {'cpu': '%s'}} %s".formatted(cpu, more));
  }

  private List<String> resizing() {
    return node.pod("uid").status().orElseThrow().conditions().stream()
        .filter(condition -> condition.type().startsWith("PodResize"))
        .map(condition -> condition.type() + " " + condition.reason())
        .toList();
  }

  private String givenCpu() {
    var limits = web.container().resources().orElseThrow().limits();
    return Quantity.of(limits, "cpu").orElseThrow().toString();
  }

  @Test
  void a_container_is_resized_while_it_runs() {
    web.run(pod(limited("1", ""), "Always"), Duration.ofSeconds(5));
    assertThat(givenCpu()).isEqualTo("1");
    node.want(pod(limited("2", ""), "Always"));
    simulation.runFor(Duration.ofSeconds(5));

    assertThat(web.running().getFirst().config().limits().orElseThrow().milliCpu()).isEqualTo(2000);
    assertThat(givenCpu()).isEqualTo("2");
    assertThat(web.container().restartCount()).isZero();
    assertThat(node.events).contains("ResizeCompleted Pod resize completed");
    assertThat(resizing()).isEmpty();
  }

  @Test
  void a_container_whose_policy_asks_for_it_is_restarted_with_its_new_limits() {
    var policy = ", 'resizePolicy': [{'resourceName': 'cpu', 'restartPolicy': 'RestartContainer'}]";
    web.run(pod(limited("1", policy), "Always"), Duration.ofSeconds(5));
    node.want(pod(limited("2", policy), "Always"));
    simulation.runFor(Duration.ofSeconds(30));

    assertThat(web.running().getFirst().config().limits().orElseThrow().milliCpu()).isEqualTo(2000);
    assertThat(web.container().restartCount()).isEqualTo(1);
    assertThat(givenCpu()).isEqualTo("2");
    assertThat(node.events).contains("Killing Container main resize requires restart");
  }

  @Test
  void a_resize_that_fails_is_reported_and_tried_again() {
    web.run(pod(limited("1", ""), "Always"), Duration.ofSeconds(5));
    node.host.full(true);
    node.want(pod(limited("2", ""), "Always"));
    simulation.runFor(Duration.ofSeconds(5));

    assertThat(resizing()).containsExactly("PodResizeInProgress Error");
    assertThat(givenCpu()).isEqualTo("1");
    node.host.full(false);
    simulation.runFor(Duration.ofMinutes(1));
    assertThat(resizing()).isEmpty();
    assertThat(givenCpu()).isEqualTo("2");
  }
}
