package timonier.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static timonier.scheduler.Plugins.pod;
import static timonier.scheduler.Plugins.requests;

import org.junit.jupiter.api.Test;
import timonier.pods.Node;
import timonier.pods.Pod;

class ClusterStateTest {

  private final ClusterState cluster = new ClusterState();
  private final Pod pod = pod("p", "", requests("'cpu': '1'"));

  private static Node node(String name, String labels) {
    return Plugins.node(name, labels, "").node();
  }

  private long used(String name) {
    return cluster.nodes().stream()
        .filter(node -> node.name().equals(name))
        .findFirst()
        .orElseThrow()
        .used()
        .milliCpu();
  }

  @Test
  void nodes_are_in_the_order_of_their_names() {
    cluster.update(node("b", ""));
    cluster.update(node("a", ""));
    assertThat(cluster.nodes()).extracting(NodeState::name).containsExactly("a", "b");

    cluster.removeNode("a");
    cluster.update(node("c", ""));
    assertThat(cluster.nodes()).extracting(NodeState::name).containsExactly("b", "c");
  }

  @Test
  void a_node_that_changes_keeps_its_pods() {
    cluster.update(node("a", ""));
    cluster.place(pod, "a");
    cluster.update(node("a", "'disk': 'fast'"));

    assertThat(cluster.nodes().getFirst().labels()).containsEntry("disk", "fast");
    assertThat(used("a")).isEqualTo(1000);
  }

  @Test
  void a_pod_counts_on_one_node_only() {
    cluster.update(node("a", ""));
    cluster.update(node("b", ""));
    cluster.place(pod, "a");
    cluster.place(pod, "b");
    cluster.place(pod, "b");

    assertThat(used("a")).isZero();
    assertThat(used("b")).isEqualTo(1000);
  }

  @Test
  void a_pod_on_an_unknown_node_counts_as_soon_as_the_node_is_known() {
    cluster.place(pod, "a");
    assertThat(cluster.isPlaced(pod)).isTrue();

    cluster.update(node("a", ""));
    assertThat(used("a")).isEqualTo(1000);
  }

  @Test
  void a_node_that_goes_and_comes_back_still_has_its_pods() {
    cluster.update(node("a", ""));
    cluster.place(pod, "a");
    cluster.removeNode("a");
    cluster.update(node("a", ""));

    assertThat(used("a")).isEqualTo(1000);
  }

  @Test
  void a_pod_that_leaves_while_its_node_is_away_does_not_come_back_with_it() {
    cluster.update(node("a", ""));
    cluster.place(pod, "a");
    cluster.removeNode("a");
    cluster.remove(pod);
    cluster.remove(pod);
    cluster.update(node("a", ""));

    assertThat(cluster.isPlaced(pod)).isFalse();
    assertThat(used("a")).isZero();
  }
}
