package timonier.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static timonier.scheduler.Plugins.node;
import static timonier.scheduler.Plugins.pod;
import static timonier.scheduler.Plugins.refusals;
import static timonier.scheduler.Plugins.scores;
import static timonier.scheduler.Plugins.toleration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaintTolerationTest {

  private static final String REFUSAL = "node(s) had untolerated taint(s)";

  private final TaintToleration plugin = new TaintToleration();

  private static NodeState tainted(String name, String... effects) {
    var taints = new StringBuilder();
    for (var effect : effects) {
      taints.append(taints.isEmpty() ? "" : ", ");
      taints.append("{'key': 'gpu', 'value': 'yes', 'effect': '%s'}".formatted(effect));
    }
    return node(name, "", "'taints': [%s]".formatted(taints));
  }

  @ParameterizedTest
  @ValueSource(strings = {"NoSchedule", "NoExecute"})
  void a_taint_keeps_off_pods_that_do_not_tolerate_it(String effect) {
    var node = tainted("n", effect);
    var yes = toleration("'key': 'gpu', 'value': 'yes'");
    var no = toleration("'key': 'gpu', 'value': 'no'");

    assertThat(refusals(plugin, pod("p", "", ""), node)).containsExactly(REFUSAL);
    assertThat(refusals(plugin, pod("p", no, ""), node)).containsExactly(REFUSAL);
    assertThat(refusals(plugin, pod("p", yes, ""), node)).isEmpty();
  }

  @Test
  void each_taint_must_be_tolerated() {
    var node = tainted("n", "NoSchedule", "NoExecute");
    var one = toleration("'key': 'gpu', 'operator': 'Exists', 'effect': 'NoSchedule'");

    assertThat(refusals(plugin, pod("p", one, ""), node)).containsExactly(REFUSAL);
  }

  @Test
  void a_taint_that_only_prefers_keeps_no_pod_off() {
    assertThat(refusals(plugin, pod("p", "", ""), tainted("n", "PreferNoSchedule"))).isEmpty();
  }

  @Test
  void nodes_with_fewer_taints_that_prefer_are_better() {
    var none = tainted("a", "NoSchedule");
    var one = tainted("b", "PreferNoSchedule");
    var two = tainted("c", "PreferNoSchedule", "PreferNoSchedule");
    var tolerant = pod("p", toleration("'key': 'gpu', 'operator': 'Exists'"), "");

    assertThat(scores(plugin, pod("p", "", ""), none, one, two)).containsExactly(100, 50, 0);
    assertThat(scores(plugin, tolerant, none, one, two)).containsExactly(100, 100, 100);
  }
}
