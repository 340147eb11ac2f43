package timonier.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static timonier.scheduler.Plugins.node;
import static timonier.scheduler.Plugins.pod;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CandidatesTest {

  private final List<NodeState> nodes =
      List.of(node("a", "", ""), node("b", "", ""), node("c", "", ""));

  /// A filter that refuses some nodes.
  private static Filter refusing(String name, List<String> reasons, String... refused) {
    return filter(
        name,
        new Filter.Demand.OfEach(
            node -> List.of(refused).contains(node.name()) ? reasons : List.of()));
  }

  private static Filter filter(String name, Filter.Demand demand) {
    return new Filter() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Demand prepare(timonier.pods.Pod pod, ClusterView cluster) {
        return demand;
      }
    };
  }

  private Candidates candidates(Filter... filters) {
    return Candidates.of(pod("p", "", ""), List.of(filters), () -> nodes, 0);
  }

  private static List<String> names(Candidates candidates) {
    return candidates.nodes().stream().map(NodeState::name).toList();
  }

  @Test
  void the_first_filter_that_refuses_a_node_gives_all_its_reasons() {
    var found =
        candidates(
            refusing("One", List.of("too small", "too old"), "a"),
            refusing("Two", List.of("too far"), "a", "b"));

    assertThat(names(found)).containsExactly("c");
    assertThat(found.refusals()).isEqualTo(Map.of("too small", 1, "too old", 1, "too far", 1));
  }

  @Test
  void a_filter_that_names_the_only_nodes_refuses_all_others() {
    var named = filter("Pinned", new Filter.Demand.OfSome(Set.of("b", "gone"), _ -> List.of()));
    var found = candidates(refusing("One", List.of("too small"), "a", "b"), named);

    assertThat(names(found)).isEmpty();
    assertThat(found.refusals())
        .isEqualTo(Map.of("too small", 1, "node(s) didn't satisfy plugin(s) [Pinned]", 2));
    assertThat(names(candidates(named))).containsExactly("b");
  }

  @Test
  void no_node_is_checked_for_an_impossible_demand() {
    var found =
        candidates(
            filter("One", new Filter.Demand.Impossible("the volume does not exist")),
            refusing("Two", List.of("too small"), "a"));

    assertThat(found.nodes()).isEmpty();
    assertThat(found.refusals()).isEmpty();
    assertThat(found.impossible()).contains("the volume does not exist");
  }

  @Test
  void a_filter_is_prepared_once_a_cycle_however_many_nodes_there_are() {
    var views = new ArrayList<ClusterView>();
    var filter =
        new Filter() {
          @Override
          public String name() {
            return "Counting";
          }

          @Override
          public Demand prepare(timonier.pods.Pod pod, ClusterView cluster) {
            views.add(cluster);
            var busy = cluster.nodes().stream().filter(node -> !node.pods().isEmpty()).count();
            return new Demand.OfEach(
                _ -> busy > 0 ? List.of("another pod is somewhere") : List.of());
          }
        };
    assertThat(names(candidates(filter))).containsExactly("a", "b", "c");

    nodes.get(1).add(pod("q", "", ""));
    assertThat(candidates(filter).refusals()).isEqualTo(Map.of("another pod is somewhere", 3));
    assertThat(views).hasSize(2);
  }

  @Test
  void a_share_of_many_nodes_is_enough() {
    assertThat(Candidates.enough(3)).isEqualTo(3);
    assertThat(Candidates.enough(100)).isEqualTo(100);
    assertThat(Candidates.enough(1000)).isEqualTo(420);
    assertThat(Candidates.enough(5000)).isEqualTo(500);
  }

  @Test
  void the_search_ends_when_there_are_enough_and_wraps_around() {
    var many = new ArrayList<NodeState>();
    for (var i = 0; i < 300; i++) {
      many.add(node("n%03d".formatted(i), "", ""));
    }
    var found = Candidates.of(pod("p", "", ""), List.of(), () -> many, 250);

    assertThat(found.nodes()).hasSize(Candidates.enough(300));
    assertThat(names(found)).startsWith("n250").endsWith("n093");
    assertThat(found.impossible()).isEqualTo(Optional.empty());
  }
}
