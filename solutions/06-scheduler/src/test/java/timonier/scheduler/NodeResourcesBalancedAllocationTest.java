package timonier.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static timonier.scheduler.Plugins.node;
import static timonier.scheduler.Plugins.pod;
import static timonier.scheduler.Plugins.requests;
import static timonier.scheduler.Plugins.scores;

import org.junit.jupiter.api.Test;

class NodeResourcesBalancedAllocationTest {

  private final Score score = new NodeResourcesBalancedAllocation();
  private final NodeState empty = node("a", "", "");

  @Test
  void a_node_with_equally_used_processors_and_memory_is_better() {
    var busy = node("b", "", "");
    busy.add(pod("there", "", requests("'cpu': '2'")));
    var alike = pod("p", "", requests("'cpu': '1', 'memory': '2Gi'"));
    var hungry = pod("q", "", requests("'memory': '4Gi'"));

    assertThat(scores(score, alike, empty, busy)).containsExactly(100, 75);
    assertThat(scores(score, hungry, empty, busy)).containsExactly(75, 100);
  }

  @Test
  void for_a_pod_that_requests_nothing_all_nodes_score_the_same() {
    var busy = node("b", "", "");
    busy.add(pod("there", "", requests("'cpu': '2'")));

    assertThat(scores(score, pod("p", "", ""), empty, busy)).containsExactly(0, 0);
  }

  @Test
  void a_node_that_has_only_one_of_the_two_is_balanced() {
    var diskless = node("b", "", "", "'cpu': '4', 'pods': '10'");

    assertThat(scores(score, pod("p", "", requests("'cpu': '1'")), diskless)).containsExactly(100);
  }
}
