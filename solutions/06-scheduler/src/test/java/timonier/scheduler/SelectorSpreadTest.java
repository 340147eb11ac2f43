package timonier.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static timonier.scheduler.Plugins.node;
import static timonier.scheduler.Plugins.scores;

import org.junit.jupiter.api.Test;
import timonier.pods.Pod;

class SelectorSpreadTest {

  private final Score score = new SelectorSpread();
  private final NodeState a = node("a", "", "");
  private final NodeState b = node("b", "", "");
  private final NodeState c = node("c", "", "");

  private static Pod pod(String uid, String set) {
    var owner =
        "'ownerReferences': [{'kind': 'ReplicaSet', 'name': '%1$s', 'uid': '%1$s',"
            + " 'controller': %2$s}]";
    return Plugins.pod(uid, owner.formatted(set, !set.isEmpty()), "", "");
  }

  @Test
  void the_fewer_pods_of_the_same_controller_the_better() {
    a.add(pod("1", "web"));
    a.add(pod("2", "web"));
    b.add(pod("3", "web"));
    c.add(pod("4", "other"));

    assertThat(scores(score, pod("p", "web"), a, b, c)).containsExactly(0, 50, 100);
    b.remove("3");
    assertThat(scores(score, pod("p", "web"), a, b, c)).containsExactly(0, 100, 100);
  }

  @Test
  void a_pod_without_a_controller_goes_anywhere() {
    a.add(pod("1", ""));

    assertThat(scores(score, pod("p", ""), a, b)).containsExactly(0, 0);
  }
}
