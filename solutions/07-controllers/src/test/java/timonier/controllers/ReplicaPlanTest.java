package timonier.controllers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import timonier.controllers.ReplicaPlan.Action;
import timonier.pods.Pod;

class ReplicaPlanTest {

  private static ReplicaSet set(String spec) {
    return Written.set(
        "{'metadata': {'name': 'web', 'namespace': 'default'}, 'spec': {%s'selector': {},"
                .formatted(spec)
            + " 'template': {}}}");
  }

  /// A pod that runs on a node and has been ready since a minute of the hour.
  private static Pod pod(String name, String node, int readySince, String annotations) {
    return Written.pod(
        """
        {'metadata': {'name': '%s', 'namespace': 'default', 'annotations': {%s},
           'creationTimestamp': '2026-01-01T00:00:00Z'},
         'spec': {'nodeName': '%s', 'containers': []},
         'status': {'phase': 'Running', 'conditions': [
           {'type': 'Ready', 'status': 'True', 'lastTransitionTime': '2026-01-01T00:%02d:00Z'}]}}
        """
            .formatted(name, annotations, node, readySince));
  }

  private static Pod pending(String name, String node) {
    return Written.pod(
        """
        {'metadata': {'name': '%s', 'namespace': 'default'},
         'spec': {'nodeName': '%s', 'containers': []}, 'status': {'phase': 'Pending'}}
        """
            .formatted(name, node));
  }

  private static List<String> deleted(List<Action> actions) {
    return actions.stream()
        .map(action -> ((Action.Delete) action).pod().metadata().name())
        .toList();
  }

  @Test
  void missing_pods_are_created_and_one_is_the_default() {
    assertThat(ReplicaPlan.actions(set("'replicas': 3, "), List.of(pod("a", "n", 1, ""))))
        .containsExactly(new Action.Create(2));
    assertThat(ReplicaPlan.actions(set(""), List.of())).containsExactly(new Action.Create(1));
    assertThat(ReplicaPlan.actions(set(""), List.of(pod("a", "n", 1, "")))).isEmpty();
  }

  @Test
  void a_replication_controller_gets_pods_as_a_set_does() {
    var controller =
        Written.replicationController(
            """
            {'metadata': {'name': 'web', 'namespace': 'default'},
             'spec': {'replicas': 2, 'selector': {'app': 'web'},
               'template': {'metadata': {'labels': {'app': 'web'}}}}}
            """);

    assertThat(ReplicaPlan.actions(controller, List.of())).containsExactly(new Action.Create(2));
    assertThat(controller.selector().matches(Map.of("app", "web", "tier", "front"))).isTrue();
    assertThat(controller.selector().matches(Map.of("app", "db"))).isFalse();
    assertThat(ReplicaStatuses.status(controller, List.of(), Optional.empty(), Instant.EPOCH))
        .isEqualTo(new ReplicaSet.Status(0, 0, 0, 0, 0, List.of()));
  }

  @Test
  void a_wrong_number_is_corrected_in_bursts() {
    assertThat(ReplicaPlan.actions(set("'replicas': 2000, "), List.of()))
        .containsExactly(new Action.Create(ReplicaPlan.BURST));
    var many = new ArrayList<Pod>();
    for (var number = 0; number < 700; number++) {
      many.add(pending("p" + number, ""));
    }
    assertThat(ReplicaPlan.actions(set("'replicas': 0, "), many)).hasSize(ReplicaPlan.BURST);
  }

  @Test
  void the_pod_whose_loss_matters_least_goes_first() {
    var pods =
        List.of(
            pod("old", "n1", 1, ""),
            pod("crowded", "n2", 1, ""),
            pod("young", "n2", 30, ""),
            pod("cheap", "n3", 1, "'controller.kubernetes.io/pod-deletion-cost': '-5'"),
            pod("dear", "n2", 1, "'controller.kubernetes.io/pod-deletion-cost': '5'"),
            pending("bound", "n1"),
            pending("unbound", ""));

    assertThat(deleted(ReplicaPlan.actions(set("'replicas': 0, "), pods)))
        .containsExactly("unbound", "bound", "cheap", "young", "crowded", "old", "dear");
  }

  @Test
  void a_cost_that_is_not_a_number_counts_as_none() {
    var pods =
        List.of(
            pod("a", "n1", 1, "'controller.kubernetes.io/pod-deletion-cost': 'much'"),
            pod("b", "n2", 1, "'controller.kubernetes.io/pod-deletion-cost': '-1'"));

    assertThat(deleted(ReplicaPlan.actions(set("'replicas': 1, "), pods))).containsExactly("b");
  }
}
