package timonier.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static timonier.scheduler.Plugins.requests;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import timonier.pods.Pod;

class PlacementTest {

  private static final Profile STANDARD = Profile.standard(Profile.DEFAULT_SCHEDULER);

  private static NodeState node(String name, String cpu) {
    return Plugins.node(name, "", "", "'cpu': '%s', 'memory': '8Gi', 'pods': '10'".formatted(cpu));
  }

  private static Pod pod(String uid, String cpu) {
    return Plugins.pod(uid, "", requests("'cpu': '%s'".formatted(cpu)));
  }

  private static String chosen(Pod pod, List<NodeState> nodes, int first) {
    return ((Placement.On) Placement.of(pod, STANDARD, () -> nodes, first, _ -> 0)).node();
  }

  private static String message(Pod pod, NodeState... nodes) {
    var nowhere = Placement.of(pod, STANDARD, () -> List.of(nodes), 0, _ -> 0);
    return ((Placement.Nowhere) nowhere).message();
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
  void a_score_counts_by_its_weight() {
    var a = node("a", "4");
    var b = node("b", "4");
    Score first = new FixedScore("First", 100, 0);
    Score second = new FixedScore("Second", 0, 60);

    for (var weight : List.of(1, 2)) {
      var scores = List.of(new Profile.Weighted(first, 1), new Profile.Weighted(second, weight));
      var profile = new Profile("mine", List.of(), scores);
      assertThat(Placement.of(pod("p", "1"), profile, () -> List.of(a, b), 0, _ -> 0))
          .isEqualTo(new Placement.On(weight == 1 ? "a" : "b"));
    }
  }

  private record FixedScore(String name, int ofFirst, int ofSecond) implements Score {
    @Override
    public int[] scores(Pod pod, List<NodeState> nodes, ClusterView cluster) {
      return new int[] {ofFirst, ofSecond};
    }
  }

  @Test
  void among_equals_chance_decides() {
    var nodes = List.of(node("a", "4"), node("b", "1"), node("c", "4"));

    assertThat(Placement.of(pod("p", "1"), STANDARD, () -> nodes, 0, count -> count - 1))
        .isEqualTo(new Placement.On("c"));
  }

  @Test
  void refusals_are_counted_over_all_nodes_and_sorted() {
    var cordoned = Plugins.node("c", "", "'unschedulable': true");
    var tainted = Plugins.node("d", "", "'taints': [{'key': 'k', 'effect': 'NoSchedule'}]");

    assertThat(message(pod("p", "2"), node("a", "1"), node("b", "1")))
        .isEqualTo("0/2 nodes are available: 2 Insufficient cpu.");
    assertThat(message(pod("p", "2"), node("a", "1"), node("b", "1"), cordoned, tainted))
        .isEqualTo(
            "0/4 nodes are available: 1 node(s) had untolerated taint(s),"
                + " 1 node(s) were unschedulable, 2 Insufficient cpu.");
  }

  @Test
  void without_nodes_there_is_nothing_to_count() {
    assertThat(message(pod("p", "1"))).isEqualTo("no nodes available to schedule pods");
  }

  @Test
  void an_impossible_demand_is_reported_once_for_all_nodes() {
    assertThat(new Placement.Nowhere(3, Map.of(), Optional.of("terms conflict")).message())
        .isEqualTo("0/3 nodes are available: terms conflict.");
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

  private static List<NodeState> many(String cpu) {
    var nodes = new ArrayList<NodeState>();
    for (var i = 0; i < 300; i++) {
      nodes.add(node("n" + i, i == 299 ? "4" : cpu));
    }
    return nodes;
  }

  @Test
  void the_start_of_the_search_decides_which_nodes_of_a_large_cluster_are_checked() {
    var nodes = many("4");
    var chosen = new HashSet<String>();
    for (var first = 0; first < nodes.size(); first++) {
      chosen.add(chosen(pod("p", "1"), nodes, first));
    }

    assertThat(chosen).hasSize(300);
  }

  @Test
  void the_last_node_with_room_is_found_however_many_refuse() {
    assertThat(chosen(pod("p", "2"), many("1"), 0)).isEqualTo("n299");
    assertThat(chosen(pod("p", "2"), many("1"), 150)).isEqualTo("n299");
  }
}
