package timonier.kubelet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static timonier.kubelet.OnePod.one;
import static timonier.kubelet.OnePod.pod;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import timonier.kit.sim.Simulation;
import timonier.pods.ContainerStatus;
import timonier.pods.runtime.ContainerRuntime;

/// What a container leaves as its last words.
class TerminationMessageTest {

  private final OnePod web = new OnePod();
  private final SimulatedNode node = web.node;
  private final Simulation simulation = node.simulation;

  @AfterEach
  void close() {
    simulation.close();
  }

  private ContainerStatus.Terminated ended(String more, int exitCode) {
    var environment = ", 'env': [{'name': 'CODE', 'value': '%d'}]".formatted(exitCode);
    var path = ", 'terminationMessagePath': '/dev/termination-log'";
    web.run(pod(one("talker", environment + path + more), "Never"), Duration.ofSeconds(10));
    return web.container().state().terminated().orElseThrow();
  }

  @Test
  void a_container_leaves_a_message_in_its_file() {
    node.messages.put("main-0", "out of coffee");
    assertThat(ended("", 3).message()).isEqualTo("out of coffee");
    assertThat(node.host.containers().getFirst().config().mounts())
        .extracting(ContainerRuntime.Mount::hostPath, ContainerRuntime.Mount::containerPath)
        .containsExactly(tuple("/messages/main-0", "/dev/termination-log"));
  }

  @Test
  void a_container_that_failed_without_a_message_is_known_by_the_end_of_its_log() {
    var message = ended(", 'terminationMessagePolicy': 'FallbackToLogsOnError'", 3).message();
    assertThat(message.lines()).hasSize(80).endsWith("line 199");
  }

  @Test
  void a_log_is_no_message_of_who_ended_well() {
    assertThat(ended(", 'terminationMessagePolicy': 'FallbackToLogsOnError'", 0).message())
        .isEmpty();
  }

  @Test
  void a_log_is_no_message_of_who_did_not_ask_for_it() {
    assertThat(ended("", 3).message()).isEmpty();
  }
}
