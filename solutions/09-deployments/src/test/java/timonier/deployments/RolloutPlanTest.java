package timonier.deployments;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import timonier.controllers.ReplicaSet;
import timonier.deployments.RolloutPlan.Action;
import timonier.deployments.RolloutPlan.Snapshot;
import timonier.pods.objects.JsonFormat;

class RolloutPlanTest {

  private static <T> T read(String json, Class<T> type) {
    return JsonFormat.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), type);
  }

  /// A deployment at revision 9.
  private static Deployment deployment(int replicas, int surge, int unavailable, String more) {
    var rolling =
        "{'type': 'RollingUpdate', 'rollingUpdate': {'maxSurge': %d, 'maxUnavailable': %d}}"
            .formatted(surge, unavailable);
    return deployment(replicas, rolling, more, "");
  }

  private static Deployment recreated(int replicas) {
    return deployment(replicas, "{'type': 'Recreate'}", "", "");
  }

  private static Deployment deployment(
      int replicas, String strategy, String more, String annotations) {
    return read(
        """
        {'metadata': {'name': 'web', 'namespace': 'default',
           'annotations': {'deployment.kubernetes.io/revision': '9'%s}},
         'spec': {'replicas': %d, 'selector': {}, 'template': {}, 'strategy': %s%s}}
        """
            .formatted(annotations, replicas, strategy, more),
        Deployment.class);
  }

  /// A set that has observed its last scaling. The newest one is named `new`, and is at revision 9.
  ///
  /// @param wanted its desired number of pods
  /// @param present how many pods it has
  /// @param available how many of them are available
  private static ReplicaSet set(String name, int wanted, int present, int available) {
    return set(name, wanted, present, available, 1, "");
  }

  /// A set that was last scaled for a deployment of a desired and a largest number of pods.
  private static ReplicaSet told(String name, int wanted, int available, int desired, int most) {
    var size =
        ", 'deployment.kubernetes.io/desired-replicas': '%d'".formatted(desired)
            + ", 'deployment.kubernetes.io/max-replicas': '%d'".formatted(most);
    return set(name, wanted, wanted, available, 1, size);
  }

  private static ReplicaSet set(
      String name, int wanted, int present, int available, int seen, String annotations) {
    return read(
        """
        {'metadata': {'name': '%s', 'namespace': 'default', 'generation': 1,
           'annotations': {'deployment.kubernetes.io/revision': '%d'%s},
           'creationTimestamp': '2026-01-01T00:00:00Z'},
         'spec': {'replicas': %d, 'selector': {}, 'template': {}},
         'status': {'replicas': %d, 'fullyLabeledReplicas': %5$d, 'readyReplicas': %6$d,
           'availableReplicas': %6$d, 'observedGeneration': %7$d, 'conditions': []}}
        """
            .formatted(
                name,
                name.equals("new") ? 9 : name.charAt(0) % 8,
                annotations,
                wanted,
                present,
                available,
                seen),
        ReplicaSet.class);
  }

  private static List<Action> actions(Deployment deployment, ReplicaSet newest, ReplicaSet... old) {
    return RolloutPlan.actions(new Snapshot(deployment, Optional.of(newest), List.of(old), 0));
  }

  private static List<Action> first(Deployment deployment, ReplicaSet... old) {
    return RolloutPlan.actions(new Snapshot(deployment, Optional.empty(), List.of(old), 0));
  }

  private static String text(List<Action> actions) {
    return String.join(", ", actions.stream().map(RolloutPlanTest::text).toList());
  }

  private static String text(Action action) {
    return switch (action) {
      case Action.Create(int replicas) -> "create " + replicas;
      case Action.Scale(var set, int replicas) -> set.metadata().name() + " " + replicas;
      case Action.Describe(var set, var annotations, int minReady) ->
          "describe %s %s %d".formatted(set.metadata().name(), annotations, minReady);
      case Action.Number(long revision) -> "number " + revision;
      case Action.Delete(var set) -> "delete " + set.metadata().name();
    };
  }

  @Test
  void the_first_set_begins_with_all_pods() {
    assertThat(text(first(deployment(3, 1, 0, "")))).isEqualTo("create 3");
  }

  @Test
  void a_new_set_begins_with_as_many_pods_as_there_is_room_for() {
    assertThat(text(first(deployment(3, 1, 0, ""), set("old", 3, 3, 3)))).isEqualTo("create 1");
    assertThat(text(first(deployment(3, 0, 1, ""), set("old", 3, 3, 3)))).isEqualTo("create 0");
  }

  @Test
  void a_set_counts_with_its_present_pods_if_it_should_have_fewer() {
    assertThat(text(actions(deployment(3, 1, 0, ""), set("new", 1, 1, 1), set("old", 2, 3, 3))))
        .isEmpty();
  }

  @Test
  void an_old_pod_goes_for_each_new_one_that_is_available() {
    var deployment = deployment(3, 1, 0, "");

    assertThat(text(actions(deployment, set("new", 1, 1, 0), set("old", 3, 3, 3)))).isEmpty();
    assertThat(text(actions(deployment, set("new", 1, 1, 1), set("old", 3, 3, 3))))
        .isEqualTo("old 2");
    assertThat(text(actions(deployment, set("new", 1, 1, 1), set("old", 2, 2, 2))))
        .isEqualTo("new 2");
  }

  @Test
  void old_pods_that_are_not_available_go_first() {
    assertThat(text(actions(deployment(3, 1, 1, ""), set("new", 1, 1, 0), set("old", 3, 3, 1))))
        .isEqualTo("old 2");
  }

  @Test
  void nothing_is_taken_from_a_set_that_has_not_observed_its_last_scaling() {
    assertThat(
            text(actions(deployment(3, 1, 1, ""), set("new", 1, 1, 1), set("old", 3, 3, 3, 0, ""))))
        .isEmpty();
  }

  /// Plays a whole rollout, and checks the two promises at every step.
  @Test
  void every_rollout_ends_and_keeps_its_promises_on_the_way() {
    for (var surge = 0; surge <= 3; surge++) {
      for (var unavailable = surge == 0 ? 1 : 0; unavailable <= 3; unavailable++) {
        var deployment = deployment(4, surge, unavailable, "");
        var newest = set("new", 0, 0, 0);
        var old = set("old", 4, 4, 4);
        var steps = new ArrayList<String>();
        while (!RolloutPlan.isComplete(snapshot(deployment, newest, old))) {
          for (var action : actions(deployment, newest, old)) {
            var scale = (Action.Scale) action;
            if (scale.set().equals(newest)) {
              newest = set("new", scale.replicas(), scale.replicas(), available(newest));
            } else {
              old = set("old", scale.replicas(), scale.replicas(), scale.replicas());
            }
          }
          var available = available(newest) + available(old);
          assertThat(newest.replicas() + old.replicas()).isLessThanOrEqualTo(4 + surge);
          assertThat(available).isGreaterThanOrEqualTo(4 - unavailable);
          newest = set("new", newest.replicas(), newest.replicas(), newest.replicas());
          steps.add(newest.replicas() + "+" + old.replicas());
          assertThat(steps).hasSizeLessThan(20);
        }
      }
    }
  }

  private static Snapshot snapshot(Deployment deployment, ReplicaSet newest, ReplicaSet old) {
    return new Snapshot(deployment, Optional.of(newest), List.of(old), 0);
  }

  private static int available(ReplicaSet set) {
    return set.status().orElseThrow().availableReplicas();
  }

  @Test
  void recreation_waits_until_no_old_pod_is_left() {
    assertThat(text(first(recreated(3), set("old", 3, 3, 3)))).isEqualTo("old 0");
    assertThat(text(first(recreated(3), set("old", 0, 1, 0)))).isEmpty();
    assertThat(text(first(recreated(3), set("old", 0, 0, 0)))).isEqualTo("create 3");
    assertThat(text(actions(recreated(3), set("new", 0, 0, 0), set("old", 3, 3, 3))))
        .isEqualTo("old 0");
    assertThat(text(actions(recreated(3), set("new", 0, 0, 0), set("old", 0, 1, 0)))).isEmpty();
    assertThat(text(actions(recreated(3), set("new", 0, 0, 0), set("old", 0, 0, 0))))
        .isEqualTo("new 3");
  }

  @Test
  void recreation_waits_for_pods_that_are_being_deleted() {
    var snapshot = new Snapshot(recreated(3), Optional.empty(), List.of(set("old", 0, 0, 0)), 1);

    assertThat(RolloutPlan.actions(snapshot)).isEmpty();
  }

  @Test
  void as_many_unavailable_old_pods_stay_as_the_new_set_lacks() {
    assertThat(text(actions(deployment(4, 1, 2, ""), set("new", 3, 3, 0), set("old", 4, 4, 0))))
        .isEqualTo("old 2");
  }

  @Test
  void a_paused_deployment_rolls_nothing_out_but_is_scaled() {
    var paused = deployment(3, 1, 0, ", 'paused': true");

    assertThat(text(first(paused, told("old", 3, 3, 3, 4)))).isEmpty();
    assertThat(text(first(paused, told("old", 2, 2, 2, 3)))).isEqualTo("old 3");
    assertThat(text(actions(paused, told("new", 2, 2, 2, 3)))).isEqualTo("new 3");
  }

  @Test
  void a_new_size_is_shared_in_proportion_to_the_sets() {
    var paused = deployment(13, 3, 2, ", 'paused': true");

    assertThat(text(actions(paused, told("new", 5, 5, 10, 13), told("old", 8, 8, 10, 13))))
        .isEqualTo("old 10, new 6");
    var twenty = deployment(20, 3, 2, "");
    assertThat(
            text(
                actions(
                    twenty,
                    told("new", 5, 0, 13, 16),
                    told("a", 6, 6, 13, 16),
                    told("b", 5, 5, 13, 16))))
        .isEqualTo("a 9, new 7, b 7");
    assertThat(
            text(
                actions(
                    deployment(9, 3, 2, ""),
                    told("new", 7, 0, 21, 24),
                    told("a", 10, 10, 21, 24),
                    told("b", 7, 5, 21, 24))))
        .isEqualTo("a 4, b 4, new 4");
    assertThat(
            text(
                actions(
                    deployment(0, 3, 2, ""), told("new", 7, 0, 21, 24), told("a", 10, 10, 21, 24))))
        .isEqualTo("a 0, new 0");
  }

  @Test
  void the_only_set_with_pods_gets_the_whole_size_even_in_the_middle_of_a_rollout() {
    assertThat(
            text(actions(deployment(5, 1, 0, ""), told("new", 0, 0, 3, 4), told("a", 3, 3, 3, 4))))
        .isEqualTo("a 5");
  }

  @Test
  void the_newest_set_has_the_deployments_annotations() {
    var noted =
        deployment(
            3,
            "{'type': 'RollingUpdate'}",
            ", 'minReadySeconds': 5",
            ", 'kubernetes.io/change-cause': 'why',"
                + " 'kubectl.kubernetes.io/last-applied-configuration': '{}'");

    assertThat(text(actions(noted, set("new", 3, 3, 3))))
        .isEqualTo("describe new {kubernetes.io/change-cause=why} 5");
  }

  /// An old set with pods.
  private static ReplicaSet atRevision(long revision) {
    var later = JsonFormat.tree(set("z", 3, 3, 3)).toString();
    return read(
        later.replace("revision\":\"2\"", "revision\":\"%d\"".formatted(revision)),
        ReplicaSet.class);
  }

  @Test
  void revisions_are_whole_numbers_of_64_bits() {
    assertThat(text(actions(deployment(3, 1, 0, ""), set("new", 0, 0, 0), atRevision(3L << 32))))
        .endsWith("number " + ((3L << 32) + 1));
  }

  @Test
  void a_set_that_is_rolled_back_to_gets_a_new_revision_and_remembers_the_old_one() {
    var newer = atRevision(41);

    assertThat(text(actions(deployment(3, 1, 0, ""), set("new", 0, 0, 0), newer)))
        .isEqualTo(
            "describe new {deployment.kubernetes.io/revision=42,"
                + " deployment.kubernetes.io/revision-history=9} 0, number 42");
  }

  @Test
  void sets_beyond_the_history_limit_are_deleted_once_all_is_done() {
    var deployment = deployment(1, 1, 0, ", 'revisionHistoryLimit': 1");
    var empty = set("a", 0, 0, 0);
    var other = set("b", 0, 0, 0);

    assertThat(text(actions(deployment, set("new", 1, 1, 1), other, empty))).isEqualTo("delete a");
    assertThat(text(actions(deployment, set("new", 1, 1, 1), empty, set("h", 0, 0, 0))))
        .as("of the lower revision, whatever it is called")
        .isEqualTo("delete h");
    assertThat(text(actions(deployment, set("new", 1, 1, 0), other, empty))).isEmpty();
    assertThat(text(actions(deployment, set("new", 1, 1, 1), other, set("a", 0, 0, 0, 0, ""))))
        .as("it has not observed its last scaling yet")
        .isEmpty();
  }
}
