package timonier.kubelet;

import static org.assertj.core.api.Assertions.assertThat;
import static timonier.kubelet.OnePod.one;
import static timonier.kubelet.OnePod.pod;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import timonier.kit.sim.Simulation;

/// Probes and hooks, and what their answers bring about.
class PodProbesTest {

  private final OnePod web = new OnePod();
  private final SimulatedNode node = web.node;
  private final Simulation simulation = node.simulation;

  @AfterEach
  void close() {
    simulation.close();
  }

  @Test
  void a_pod_is_ready_once_its_probe_says_so() {
    var probe = ", 'readinessProbe': {'tcpSocket': {'port': 80}, 'periodSeconds': 1}";
    web.run(pod(one("slow", probe), "Always"), Duration.ofSeconds(10));
    assertThat(node.pod("uid").isReady()).isFalse();
    simulation.runFor(Duration.ofSeconds(15));
    assertThat(node.pod("uid").isReady()).isTrue();
    assertThat(node.events).contains("Unhealthy Readiness probe failed: nobody listens on port 80");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcpSocket", "httpGet"})
  void a_probe_may_ask_another_host(String kind) {
    node.start();
    node.want(Pods.simple("other", "Always"));
    simulation.runFor(Duration.ofSeconds(1));
    var address = node.pod("uid-other").status().orElseThrow().podIP();
    var probe = ", 'readinessProbe': {'%s': {'port': 80, 'host': '%s'}, 'periodSeconds': 1}";
    node.want(pod(one("deaf", probe.formatted(kind, address)), "Always"));
    simulation.runFor(Duration.ofSeconds(3));
    assertThat(node.pod("uid").isReady()).isTrue();

    node.remove("uid-other");
    simulation.runFor(Duration.ofSeconds(60));
    assertThat(node.pod("uid").isReady()).isFalse();
    assertThat(node.events)
        .contains("Unhealthy Readiness probe failed: nobody is at " + address + ":80");
  }

  @Test
  void a_hook_may_ask_another_host() {
    var hook = ", 'lifecycle': {'postStart': {'httpGet': {'port': 80, 'host': '10.9.9.9'}}}";
    web.run(pod(one("web", hook), "Always"), Duration.ofSeconds(1));
    assertThat(node.events)
        .contains("FailedPostStartHook PostStartHook failed: nobody is at 10.9.9.9:80");
  }

  @Test
  void a_probe_may_ask_by_grpc() {
    var probe = ", 'readinessProbe': {'grpc': {'port': 80, 'service': 'web'}, 'periodSeconds': 1}";
    web.run(pod(one("slow", probe), "Always"), Duration.ofSeconds(10));
    assertThat(node.pod("uid").isReady()).isFalse();
    simulation.runFor(Duration.ofSeconds(15));
    assertThat(node.pod("uid").isReady()).isTrue();
  }

  @Test
  void a_container_that_fails_its_liveness_probe_is_restarted() {
    var probe =
        ", 'livenessProbe': {'httpGet': {'path': '/', 'port': 80}, 'periodSeconds': 1,"
            + " 'failureThreshold': 2}";
    web.run(pod(one("slow", probe), "Always"), Duration.ofSeconds(8));
    assertThat(web.container().restartCount()).isPositive();
    assertThat(node.events)
        .contains("Killing Container main failed liveness probe, will be restarted");
  }

  @Test
  void a_probe_that_cannot_ask_says_nothing_about_its_container() {
    var probe =
        ", 'livenessProbe': {'exec': {'command': ['echo']}, 'periodSeconds': 1,"
            + " 'failureThreshold': 1}";
    web.run(pod(one("web", probe), "Always"), Duration.ofSeconds(8));
    node.faultiness = 1;
    simulation.runFor(Duration.ofSeconds(20));
    node.faultiness = 0;
    simulation.runFor(Duration.ofSeconds(20));
    assertThat(node.failures).isGreaterThan(15);
    assertThat(node.events).anyMatch(event -> event.startsWith("Unhealthy"));
    assertThat(web.container().restartCount()).isZero();
    assertThat(node.pod("uid").isReady()).isTrue();
  }

  @Test
  void a_startup_probe_gives_time_before_liveness_counts() {
    var probe =
        ", 'livenessProbe': {'tcpSocket': {'port': 80}, 'periodSeconds': 1, 'failureThreshold': 1},"
            + " 'startupProbe': {'tcpSocket': {'port': 80}, 'periodSeconds': 1,"
            + " 'failureThreshold': 60}";
    web.run(pod(one("slow", probe), "Always"), Duration.ofSeconds(40));
    assertThat(web.container().restartCount()).isZero();
    assertThat(node.pod("uid").isReady()).isTrue();
  }

  @Test
  void the_probe_that_failed_says_how_long_a_stop_may_take() {
    var probes =
        ", 'livenessProbe': {'tcpSocket': {'port': 80}, 'terminationGracePeriodSeconds': 300},"
            + " 'startupProbe': {'tcpSocket': {'port': 80}, 'periodSeconds': 1,"
            + " 'failureThreshold': 2, 'terminationGracePeriodSeconds': 1}";
    web.run(pod(one("deaf", probes), "Always"), Duration.ofSeconds(4));
    assertThat(web.container().restartCount()).isEqualTo(1);
  }
}
