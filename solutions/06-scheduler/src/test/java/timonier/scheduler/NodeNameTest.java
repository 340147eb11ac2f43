package timonier.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static timonier.scheduler.Plugins.node;
import static timonier.scheduler.Plugins.pod;
import static timonier.scheduler.Plugins.refusals;

import org.junit.jupiter.api.Test;

class NodeNameTest {

  private final Filter filter = new NodeName();

  @Test
  void a_pod_that_names_its_node_goes_to_no_other() {
    var pod = pod("p", "'nodeName': 'a'", "");

    assertThat(refusals(filter, pod, node("a", "", ""))).isEmpty();
    assertThat(refusals(filter, pod, node("b", "", "")))
        .containsExactly("node(s) didn't match the requested node name");
  }

  @Test
  void a_pod_that_names_none_goes_anywhere() {
    assertThat(refusals(filter, pod("p", "", ""), node("b", "", ""))).isEmpty();
  }
}
