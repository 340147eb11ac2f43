package timonier.controllers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import timonier.controllers.NodeHealthPlan.Action;
import timonier.controllers.NodeHealthPlan.Snapshot;
import timonier.pods.Node;
import timonier.pods.Pod;
import timonier.pods.Taint;

class NodeHealthPlanTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:10:00Z");

  private static final Pod READY = pod("True");

  private static Node node(String ready, String taints) {
    return Written.node(
        """
        {'metadata': {'name': 'n'}, 'spec': {'taints': [%s]},
         'status': {'conditions': [
           {'type': 'Ready', 'status': '%s', 'reason': 'as it was'},
           {'type': 'DiskPressure', 'status': 'False'}]}}
        """
            .formatted(taints, ready));
  }

  private static Pod pod(String ready) {
    return Written.pod(
        """
        {'metadata': {'name': 'p', 'namespace': 'default'}, 'spec': {'containers': []},
         'status': {'phase': 'Running', 'conditions': [
           {'type': 'Initialized', 'status': 'True'},
           {'type': 'Ready', 'status': '%s', 'reason': 'Told'}]}}
        """
            .formatted(ready));
  }

  private static List<Action> actions(Node node, boolean isLost, Pod... pods) {
    return NodeHealthPlan.actions(new Snapshot(node, isLost, List.of(pods), NOW));
  }

  private static List<Taint> taints(List<Action> actions) {
    return actions.stream()
        .filter(Action.Taints.class::isInstance)
        .map(action -> ((Action.Taints) action).taints())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void nothing_is_written_about_a_healthy_node() {
    assertThat(actions(node("True", ""), false, READY)).isEmpty();
  }

  @Test
  void the_conditions_of_a_lost_node_are_unknown_and_its_pods_not_ready() {
    var actions = actions(node("True", ""), true, READY, pod("False"));

    assertThat(actions).hasSize(3);
    assertThat(((Action.Conditions) actions.getFirst()).conditions())
        .allSatisfy(condition -> {
          assertThat(condition.status()).isEqualTo("Unknown");
          assertThat(condition.reason()).isEqualTo("NodeStatusUnknown");
          assertThat(condition.lastTransitionTime()).contains(NOW);
        });
    assertThat(taints(actions))
        .extracting(Taint::key, Taint::effect)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(NodeHealthPlan.UNREACHABLE, "NoSchedule"),
            org.assertj.core.groups.Tuple.tuple(NodeHealthPlan.UNREACHABLE, "NoExecute"));
    var told = (Action.PodConditions) actions.getLast();
    assertThat(told.pod()).isEqualTo(READY);
    assertThat(told.conditions())
        .extracting(c -> c.type() + " " + c.status() + " " + c.reason())
        .containsExactly("Initialized True ", "Ready False Told");
  }

  @Test
  void what_is_written_already_is_not_written_again() {
    var taint = "{'key': '%s', 'effect': '%s', 'timeAdded': '2026-01-01T00:00:00Z'}";
    var both =
        taint.formatted(NodeHealthPlan.UNREACHABLE, "NoSchedule")
            + ", "
            + taint.formatted(NodeHealthPlan.UNREACHABLE, "NoExecute");
    var told =
        Written.node(
            """
            {'metadata': {'name': 'n'}, 'spec': {'taints': [%s]},
             'status': {'conditions': [{'type': 'Ready', 'status': 'Unknown'}]}}
            """
                .formatted(both));

    assertThat(actions(told, true, pod("False"))).isEmpty();
  }

  @Test
  void a_node_that_is_not_ready_gets_the_other_taint_and_keeps_the_taints_of_others() {
    var before =
        "{'key': 'mine', 'value': 'x', 'effect': 'NoSchedule'}, "
            + "{'key': '%s', 'effect': 'NoSchedule'}".formatted(NodeHealthPlan.UNREACHABLE);

    assertThat(taints(actions(node("False", before), false)))
        .extracting(taint -> taint.key() + " " + taint.effect())
        .containsExactly(
            "mine NoSchedule",
            NodeHealthPlan.NOT_READY + " NoSchedule",
            NodeHealthPlan.NOT_READY + " NoExecute");
  }

  @Test
  void a_node_that_is_healthy_again_loses_only_our_taints() {
    var before =
        "{'key': '%s', 'effect': 'NoExecute'}, {'key': 'mine', 'effect': 'NoExecute'}"
            .formatted(NodeHealthPlan.NOT_READY);

    assertThat(taints(actions(node("True", before), false)))
        .extracting(Taint::key)
        .containsExactly("mine");
  }

  @Test
  void a_node_without_any_status_is_not_ready() {
    var bare = Written.node("{'metadata': {'name': 'n'}}");

    assertThat(taints(actions(bare, false)))
        .extracting(Taint::key)
        .containsOnly(NodeHealthPlan.NOT_READY);
    assertThat(actions(bare, true)).noneMatch(Action.Conditions.class::isInstance);
  }
}
