package timonier.kubelet.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import timonier.kubelet.node.NodeStatuses.Knowledge;
import timonier.pods.Node;
import timonier.pods.objects.ObjectMeta;

class NodeStatusesTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final long GIBI = 1L << 30;
  private static final NodeUsage WELL = new NodeUsage(4 * GIBI, 2 * GIBI, 50 * GIBI, 30 * GIBI);
  private static final Machine MACHINE = new Machine(2, 4 * GIBI, "6.1", "Linux", "linux", "amd64");

  private static Node.Status status(NodeUsage usage, Optional<Node.Status> before, Instant now) {
    var known =
        new Knowledge("node", "127.1.0.1", 10250, MACHINE, () -> usage, 110, "id", "r://1", "v1");
    return NodeStatuses.status(known, usage, before, Optional.empty(), now);
  }

  private static Node node(Node.Status status) {
    return new Node(ObjectMeta.of("", "node"), Optional.empty(), Optional.of(status));
  }

  private static Node.Condition condition(Node.Status status, String type) {
    return node(status).condition(type).orElseThrow();
  }

  @Test
  void a_node_has_what_its_machine_has() {
    var capacity = status(WELL, Optional.empty(), NOW).capacity();
    assertThat(capacity.get("cpu")).hasToString("2");
    assertThat(capacity.get("memory")).hasToString("4Gi");
    assertThat(capacity.get("ephemeral-storage")).hasToString("50Gi");
    assertThat(capacity.get("pods")).hasToString("110");
  }

  @Test
  void little_memory_or_disk_is_a_pressure() {
    var tight =
        status(new NodeUsage(4 * GIBI, 90 << 20, 50 * GIBI, 4 * GIBI), Optional.empty(), NOW);
    assertThat(condition(tight, "MemoryPressure").status()).isEqualTo("True");
    assertThat(condition(tight, "MemoryPressure").reason())
        .isEqualTo("KubeletHasInsufficientMemory");
    assertThat(condition(tight, "DiskPressure").status()).isEqualTo("True");
    var well = status(WELL, Optional.empty(), NOW);
    assertThat(condition(well, "MemoryPressure").status()).isEqualTo("False");
    assertThat(condition(well, "DiskPressure").status()).isEqualTo("False");
    assertThat(condition(well, "Ready").status()).isEqualTo("True");
  }

  @Test
  void a_condition_keeps_the_time_since_when_it_is_so() {
    var later = NOW.plusSeconds(60);
    var first = status(WELL, Optional.empty(), NOW);
    var second =
        status(new NodeUsage(4 * GIBI, 0, 50 * GIBI, 30 * GIBI), Optional.of(first), later);
    assertThat(condition(second, "MemoryPressure").lastTransitionTime()).contains(later);
    assertThat(condition(second, "DiskPressure").lastTransitionTime()).contains(NOW);
    assertThat(condition(second, "DiskPressure").lastHeartbeatTime()).contains(later);
  }

  @Test
  void only_what_changed_is_news() {
    var first = status(WELL, Optional.empty(), NOW);
    var same = status(WELL, Optional.of(first), NOW.plusSeconds(60));
    var tight = status(new NodeUsage(4 * GIBI, 0, 50 * GIBI, 30 * GIBI), Optional.of(first), NOW);
    assertThat(NodeStatuses.isNews(same, node(first))).isFalse();
    assertThat(NodeStatuses.isNews(tight, node(first))).isTrue();
    assertThat(
            NodeStatuses.isNews(
                first, new Node(ObjectMeta.of("", "n"), Optional.empty(), Optional.empty())))
        .isTrue();
  }
}
