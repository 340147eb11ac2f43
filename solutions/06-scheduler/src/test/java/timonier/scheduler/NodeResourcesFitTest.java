package timonier.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static timonier.scheduler.Plugins.node;
import static timonier.scheduler.Plugins.pod;
import static timonier.scheduler.Plugins.refusals;
import static timonier.scheduler.Plugins.requests;
import static timonier.scheduler.Plugins.scores;

import java.util.List;
import org.junit.jupiter.api.Test;

class NodeResourcesFitTest {

  private final NodeResourcesFit plugin = new NodeResourcesFit();
  private final NodeState node =
      node("n", "", "", "'cpu': '2', 'memory': '1Gi', 'pods': '3', 'example.com/gpu': '2'");

  private List<String> refused(String amounts) {
    return refusals(plugin, pod("p", "", requests(amounts)), node);
  }

  @Test
  void all_that_does_not_fit_is_reported_and_an_exact_fit_fits() {
    node.add(pod("there", "", requests("'cpu': '1500m', 'memory': '512Mi'")));

    assertThat(refused("'cpu': '500m', 'memory': '512Mi'")).isEmpty();
    assertThat(refused("'cpu': '501m', 'memory': '513Mi'"))
        .containsExactly("Insufficient cpu", "Insufficient memory");
  }

  @Test
  void a_node_takes_only_so_many_pods() {
    node.add(pod("one", "", ""));
    node.add(pod("two", "", ""));
    assertThat(refused("")).isEmpty();

    node.add(pod("three", "", ""));
    assertThat(refused("")).containsExactly("Too many pods");
    assertThat(refused("'cpu': '3'")).containsExactly("Too many pods", "Insufficient cpu");
  }

  @Test
  void a_node_that_does_not_say_how_many_pods_it_takes_gets_none() {
    var silent = node("n", "", "", "'cpu': '2', 'memory': '1Gi'");

    assertThat(refusals(plugin, pod("p", "", ""), silent)).containsExactly("Too many pods");
  }

  @Test
  void a_node_that_reports_only_its_capacity_offers_all_of_it() {
    var whole = Plugins.nodeOfCapacity("n", "'cpu': '2', 'memory': '1Gi', 'pods': '1'");

    assertThat(refusals(plugin, pod("p", "", requests("'cpu': '2'")), whole)).isEmpty();
    assertThat(refusals(plugin, pod("p", "", requests("'cpu': '3'")), whole))
        .containsExactly("Insufficient cpu");
  }

  @Test
  void other_resources_are_counted_by_name_and_a_missing_one_counts_as_zero() {
    node.add(pod("there", "", requests("'example.com/gpu': '1'")));

    assertThat(refused("'example.com/gpu': '1'")).isEmpty();
    assertThat(refused("'example.com/gpu': '2', 'example.com/tpu': '1'"))
        .containsExactly("Insufficient example.com/gpu", "Insufficient example.com/tpu");
    assertThat(refused("'example.com/tpu': '0'")).isEmpty();

    node.remove("there");
    assertThat(refused("'example.com/gpu': '2'")).isEmpty();
  }

  @Test
  void a_pod_that_requests_nothing_fits_an_overcommitted_node() {
    node.add(pod("there", "", requests("'cpu': '5'")));

    assertThat(refused("")).isEmpty();
    assertThat(refused("'cpu': '1m'")).containsExactly("Insufficient cpu");
  }

  @Test
  void a_node_with_more_left_is_better() {
    var empty = node("a", "", "");
    var half = node("b", "", "");
    half.add(pod("there", "", requests("'cpu': '2', 'memory': '4Gi'")));
    var full = node("c", "", "");
    full.add(pod("big", "", requests("'cpu': '4', 'memory': '8Gi'")));
    var pod = pod("p", "", requests("'cpu': '1', 'memory': '2Gi'"));

    assertThat(scores(plugin, pod, empty, half, full)).containsExactly(75, 25, 0);
  }

  @Test
  void pods_that_request_nothing_still_count_when_nodes_are_compared() {
    var empty = node("a", "", "");
    var used = node("b", "", "");
    used.add(pod("there", "", ""));
    var pod = pod("p", "", "");

    var scores = scores(plugin, pod, empty, used);
    assertThat(scores[0]).isGreaterThan(scores[1]);
    used.remove("there");
    assertThat(scores(plugin, pod, empty, used)).containsExactly(scores[0], scores[0]);
  }
}
