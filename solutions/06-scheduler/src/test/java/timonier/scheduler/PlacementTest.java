package timonier.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import timonier.pods.JsonFormat;
import timonier.pods.Node;
import timonier.pods.Pod;

class PlacementTest {

  private static <T> T read(String json, Class<T> type) {
    return JsonFormat.read(JsonFormat.parse(json.getBytes(StandardCharsets.UTF_8)), type);
  }

  private static NodeState node(String name, String cpu) {
    var json =
        """
        {"metadata":{"name":"%s"},
         "status":{"allocatable":{"cpu":"%s","memory":"8Gi","pods":"10"}}}\
        """
            .formatted(name, cpu);
    return new NodeState(read(json, Node.class));
  }

  private static Pod pod(String uid, String cpu) {
    var json =
        """
        {"metadata":{"name":"%s","uid":"%s"},"spec":{"containers":[{"name":"c","image":"any",
         "resources":{"requests":{"cpu":"%s"}}}]}}\
        """
            .formatted(uid, uid, cpu);
    return read(json, Pod.class);
  }

  private static String chosen(Pod pod, List<NodeState> nodes, int first) {
    return ((Placement.On) Placement.of(pod, nodes, first, _ -> 0)).node();
  }

  @Test
  void the_emptier_node_is_chosen_wherever_the_search_begins() {
    var busy = node("a", "4");
    busy.add(pod("other", "2"));
    var nodes = List.of(busy, node("b", "4"));

    assertThat(chosen(pod("p", "1"), nodes, 0)).isEqualTo("b");
    assertThat(chosen(pod("p", "1"), nodes, 1)).isEqualTo("b");
  }

  @Test
  void refusals_are_counted_over_all_nodes() {
    var nodes = List.of(node("a", "1"), node("b", "1"));

    assertThat(Placement.of(pod("p", "2"), nodes, 0, _ -> 0))
        .isInstanceOfSatisfying(
            Placement.Nowhere.class,
            nowhere ->
                assertThat(nowhere.message())
                    .isEqualTo("0/2 nodes are available: 2 Insufficient cpu."));
  }

  @Test
  void a_pod_that_leaves_gives_back_what_it_used() {
    var node = node("a", "2");
    node.add(pod("p", "2"));
    assertThat(node.free().milliCpu()).isZero();

    node.remove("p");
    node.remove("p");
    assertThat(node.free().milliCpu()).isEqualTo(2000);
  }

  @Test
  void a_share_of_many_nodes_is_enough() {
    assertThat(Placement.enough(3)).isEqualTo(3);
    assertThat(Placement.enough(100)).isEqualTo(100);
    assertThat(Placement.enough(1000)).isEqualTo(420);
    assertThat(Placement.enough(5000)).isEqualTo(500);
  }

  @Test
  void where_the_search_begins_decides_which_of_many_nodes_are_looked_at() {
    var nodes = new ArrayList<NodeState>();
    for (var i = 0; i < 300; i++) {
      nodes.add(node("n" + i, "4"));
    }
    var chosen = new HashSet<String>();
    for (var first = 0; first < nodes.size(); first++) {
      chosen.add(chosen(pod("p", "1"), nodes, first));
    }

    assertThat(chosen).hasSize(300);
  }

  @Test
  void the_last_node_with_room_is_found_however_many_refuse() {
    var nodes = new ArrayList<NodeState>();
    for (var i = 0; i < 300; i++) {
      nodes.add(node("n" + i, i == 299 ? "4" : "1"));
    }

    assertThat(chosen(pod("p", "2"), nodes, 0)).isEqualTo("n299");
    assertThat(chosen(pod("p", "2"), nodes, 150)).isEqualTo("n299");
  }
}
