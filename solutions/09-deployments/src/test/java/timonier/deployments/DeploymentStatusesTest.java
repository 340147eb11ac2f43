package timonier.deployments;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import timonier.controllers.ReplicaSet;
import timonier.deployments.Deployment.Status;
import timonier.deployments.RolloutPlan.Snapshot;
import timonier.pods.objects.JsonFormat;

class DeploymentStatusesTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:10:00.5Z");

  private static <T> T read(String json, Class<T> type) {
    return JsonFormat.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), type);
  }

  private static Deployment deployment(String more, Optional<Status> status) {
    var read =
        read(
            """
            {'metadata': {'name': 'web', 'namespace': 'default', 'generation': 3},
             'spec': {'replicas': 2, 'selector': {}, 'template': {},
               'progressDeadlineSeconds': 60%s}}
            """
                .formatted(more),
            Deployment.class);
    return new Deployment(read.metadata(), read.spec(), status);
  }

  private static ReplicaSet set(String name, int replicas, int available, String conditions) {
    return read(
        """
        {'metadata': {'name': '%s', 'namespace': 'default'},
         'spec': {'replicas': %d, 'selector': {}, 'template': {}},
         'status': {'replicas': %2$d, 'fullyLabeledReplicas': %2$d, 'readyReplicas': %3$d,
           'availableReplicas': %3$d, 'observedGeneration': 0, 'conditions': [%4$s]}}
        """
            .formatted(name, replicas, available, conditions),
        ReplicaSet.class);
  }

  private static Snapshot snapshot(Deployment deployment, ReplicaSet newest, ReplicaSet... old) {
    return new Snapshot(deployment, Optional.of(newest), List.of(old), 0);
  }

  /// Returns the conditions in one word each.
  private static String conditions(Status status) {
    return String.join(
        ", ", status.conditions().stream().map(c -> c.reason() + " " + c.status()).toList());
  }

  private static Status look(String more, Optional<Status> before, Instant now, ReplicaSet set) {
    return DeploymentStatuses.status(snapshot(deployment(more, before), set), now);
  }

  @Test
  void a_deployment_that_recreates_its_pods_is_available_with_all_of_them() {
    var recreate = ", 'strategy': {'type': 'Recreate'}";
    assertThat(conditions(look(recreate, Optional.empty(), NOW, set("new", 2, 1, ""))))
        .startsWith("MinimumReplicasUnavailable False");
    assertThat(conditions(look(recreate, Optional.empty(), NOW, set("new", 2, 2, ""))))
        .startsWith("MinimumReplicasAvailable True");
  }

  @Test
  void a_rollout_is_reported_from_the_first_set_to_the_last_pod() {
    var deployment = deployment("", Optional.empty());
    var none = new Snapshot(deployment, Optional.empty(), List.of(), 0);
    var created = DeploymentStatuses.created(none, "new", NOW);
    assertThat(conditions(created))
        .isEqualTo("MinimumReplicasUnavailable False, NewReplicaSetCreated True");

    var one = look("", Optional.of(created), NOW, set("new", 2, 1, ""));
    assertThat(conditions(one))
        .isEqualTo("MinimumReplicasUnavailable False, ReplicaSetUpdated True");

    var both = look("", Optional.of(one), NOW, set("new", 2, 2, ""));
    assertThat(conditions(both))
        .isEqualTo("MinimumReplicasAvailable True, NewReplicaSetAvailable True");
    assertThat(both.conditions().getLast().message())
        .isEqualTo("ReplicaSet \"new\" has successfully progressed.");

    var lost = look("", Optional.of(both), NOW, set("new", 2, 1, ""));
    assertThat(conditions(lost))
        .as("once it has ended, a pod that goes is not a step back")
        .isEqualTo("NewReplicaSetAvailable True, MinimumReplicasUnavailable False");
  }

  @Test
  void pods_are_counted_over_all_sets() {
    var counted =
        DeploymentStatuses.status(
            snapshot(deployment("", Optional.empty()), set("new", 1, 0, ""), set("old", 2, 2, "")),
            NOW);

    assertThat(
            List.of(
                counted.replicas(),
                counted.updatedReplicas(),
                counted.readyReplicas(),
                counted.availableReplicas(),
                counted.unavailableReplicas()))
        .containsExactly(3, 1, 2, 2, 1);
    assertThat(counted.observedGeneration()).isEqualTo(3);
  }

  @Test
  void a_rollout_that_stands_still_is_overdue_and_each_step_restarts_the_time() {
    var first = look("", Optional.empty(), NOW, set("new", 2, 0, ""));
    var later = NOW.plusSeconds(50);
    var second = look("", Optional.of(first), later, set("new", 2, 1, ""));
    var at = DeploymentStatuses.overdueAt(deployment("", Optional.of(second)), second);
    assertThat(at).contains(Instant.parse("2026-01-01T00:11:50Z"));

    var before = look("", Optional.of(second), at.get().minusMillis(1), set("new", 2, 1, ""));
    assertThat(conditions(before)).contains("ReplicaSetUpdated True");
    var overdue = look("", Optional.of(second), at.get(), set("new", 2, 1, ""));
    assertThat(conditions(overdue)).contains("ProgressDeadlineExceeded False");
    assertThat(DeploymentStatuses.overdueAt(deployment("", Optional.empty()), overdue)).isEmpty();
    var stays = look("", Optional.of(overdue), at.get().plusSeconds(9), set("new", 2, 1, ""));
    assertThat(stays.conditions()).isEqualTo(overdue.conditions());

    var moves = look("", Optional.of(stays), at.get().plusSeconds(9), set("new", 2, 2, ""));
    assertThat(conditions(moves)).contains("NewReplicaSetAvailable True");
  }

  @Test
  void a_pause_and_its_end_are_reported() {
    var before = look("", Optional.empty(), NOW, set("new", 2, 2, ""));
    var paused = look(", 'paused': true", Optional.of(before), NOW, set("new", 2, 2, ""));
    assertThat(conditions(paused)).contains("DeploymentPaused Unknown");
    assertThat(DeploymentStatuses.overdueAt(deployment("", Optional.empty()), paused)).isEmpty();

    var resumed = look("", Optional.of(paused), NOW, set("new", 2, 2, ""));
    assertThat(conditions(resumed)).contains("DeploymentResumed Unknown");
    var complete = look("", Optional.of(resumed), NOW, set("new", 2, 2, ""));
    assertThat(conditions(complete)).contains("NewReplicaSetAvailable True");
  }

  @Test
  void without_a_deadline_there_is_no_condition_of_progress() {
    var told = look("", Optional.empty(), NOW, set("new", 2, 1, ""));
    var endless = deployment("", Optional.of(told)).spec().progressDeadlineSeconds().isPresent();
    assertThat(endless).isTrue();

    var status =
        DeploymentStatuses.status(
            snapshot(
                read(
                    """
                    {'metadata': {'name': 'web', 'namespace': 'default'},
                     'spec': {'replicas': 2, 'selector': {}, 'template': {},
                       'progressDeadlineSeconds': 2147483647}}
                    """,
                    Deployment.class),
                set("new", 2, 1, "")),
            NOW);

    assertThat(conditions(status)).isEqualTo("MinimumReplicasUnavailable False");
  }

  @Test
  void a_set_adopted_after_the_end_of_a_rollout_progresses_too() {
    var fresh = new Status(0, 0, 0, 0, 0, 0, List.of(), Optional.empty());
    var ended =
        look(
            "",
            Optional.of(look("", Optional.of(fresh), NOW, set("new", 2, 1, ""))),
            NOW,
            set("new", 2, 2, ""));
    var adopted = look("", Optional.of(ended), NOW, set("older", 2, 2, ""));
    assertThat(adopted.conditions().getLast().message())
        .isEqualTo("ReplicaSet \"older\" is progressing.");
    assertThat(look("", Optional.of(adopted), NOW, set("older", 2, 2, "")).conditions().getLast())
        .extracting(Deployment.Condition::reason, Deployment.Condition::message)
        .containsExactly(
            "NewReplicaSetAvailable", "ReplicaSet \"older\" has successfully progressed.");
  }

  @Test
  void the_failure_of_a_set_is_reported_until_it_succeeds() {
    var failure =
        "{'type': 'ReplicaFailure', 'status': 'True', 'reason': 'FailedCreate',"
            + " 'message': 'no room'}";
    var failed = look("", Optional.empty(), NOW, set("new", 2, 1, failure));
    assertThat(conditions(failed)).contains("FailedCreate True");

    var fine = look("", Optional.of(failed), NOW, set("new", 2, 1, ""));
    assertThat(conditions(fine)).doesNotContain("FailedCreate");
  }

  @Test
  void a_set_that_cannot_be_created_is_reported() {
    var none = new Snapshot(deployment("", Optional.empty()), Optional.empty(), List.of(), 0);

    var status = DeploymentStatuses.notCreated(none, "no room", NOW);

    assertThat(conditions(status)).contains("ReplicaSetCreateError False");
    assertThat(Duration.between(NOW, status.conditions().getLast().lastUpdateTime().orElseThrow()))
        .isLessThan(Duration.ofSeconds(1));
  }
}
