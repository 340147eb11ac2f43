package timonier.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static timonier.scheduler.Plugins.node;
import static timonier.scheduler.Plugins.pod;
import static timonier.scheduler.Plugins.refusals;
import static timonier.scheduler.Plugins.toleration;

import org.junit.jupiter.api.Test;

class NodeUnschedulableTest {

  private final Filter filter = new NodeUnschedulable();
  private final NodeState cordoned = node("n", "", "'unschedulable': true");

  @Test
  void a_cordoned_node_takes_no_pod() {
    assertThat(refusals(filter, pod("p", "", ""), cordoned))
        .containsExactly("node(s) were unschedulable");
    assertThat(refusals(filter, pod("p", "", ""), node("n", "", ""))).isEmpty();
  }

  @Test
  void a_pod_that_tolerates_it_still_goes_there() {
    var key = "'key': 'node.kubernetes.io/unschedulable', 'operator': 'Exists'";
    var drained = toleration(key + ", 'effect': 'NoExecute'");

    assertThat(refusals(filter, pod("p", toleration(key), ""), cordoned)).isEmpty();
    assertThat(refusals(filter, pod("p", toleration("'operator': 'Exists'"), ""), cordoned))
        .isEmpty();
    assertThat(refusals(filter, pod("p", drained, ""), cordoned)).hasSize(1);
  }

  @Test
  void a_node_that_is_uncordoned_takes_pods_again() {
    var state = node("n", "", "'unschedulable': true");
    state.update(node("n", "", "").node());

    assertThat(refusals(filter, pod("p", "", ""), state)).isEmpty();
  }
}
