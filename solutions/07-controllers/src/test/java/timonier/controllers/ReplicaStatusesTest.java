package timonier.controllers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import timonier.pods.Pod;

class ReplicaStatusesTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:01:00Z");

  private static final ReplicaSet SET =
      Written.set(
          """
          {'metadata': {'name': 'web', 'namespace': 'default', 'generation': 7},
           'spec': {'minReadySeconds': 10, 'selector': {},
             'template': {'metadata': {'labels': {'app': 'web', 'tier': 'front'}}}}}
          """);

  private static Pod pod(String tier, String ready, String since) {
    return Written.pod(
        """
        {'metadata': {'name': 'p', 'namespace': 'd', 'labels': {'app': 'web', 'tier': '%s'}},
         'spec': {'containers': []},
         'status': {'phase': 'Running', 'conditions': [
           {'type': 'Ready', 'status': '%s', 'lastTransitionTime': '2026-01-01T00:00:%sZ'}]}}
        """
            .formatted(tier, ready, since));
  }

  @Test
  void pods_are_counted_by_labels_readiness_and_how_long_they_have_been_ready() {
    var pods =
        List.of(
            pod("front", "True", "50"),
            pod("front", "True", "51"),
            pod("back", "True", "00"),
            pod("front", "False", "00"));

    assertThat(ReplicaStatuses.status(SET, pods, Optional.empty(), NOW))
        .isEqualTo(new ReplicaSet.Status(4, 3, 3, 2, 7, List.of()));
  }

  @Test
  void a_failure_is_kept_as_it_was_first_written_until_it_is_over() {
    var first = ReplicaStatuses.status(SET, List.of(), Optional.of("no room"), NOW);
    assertThat(first.conditions())
        .singleElement()
        .satisfies(condition -> {
          assertThat(condition.type()).isEqualTo("ReplicaFailure");
          assertThat(condition.reason()).isEqualTo("FailedCreate");
          assertThat(condition.message()).isEqualTo("no room");
        });
    var told = new ReplicaSet(SET.metadata(), SET.spec(), Optional.of(first));

    assertThat(ReplicaStatuses.status(told, List.of(), Optional.of("still none"), NOW).conditions())
        .isEqualTo(first.conditions());
    assertThat(ReplicaStatuses.status(told, List.of(), Optional.empty(), NOW).conditions())
        .isEmpty();
  }

  @Test
  void a_pod_counts_as_available_from_exactly_that_moment() {
    var pod = pod("front", "True", "51");
    var wait = Duration.ofSeconds(10);
    var at = ReplicaStatuses.availableAt(pod, wait).orElseThrow();

    assertThat(at).isEqualTo(Instant.parse("2026-01-01T00:01:01Z"));
    assertThat(ReplicaStatuses.isAvailable(pod, wait, at.minusMillis(1))).isFalse();
    assertThat(ReplicaStatuses.isAvailable(pod, wait, at)).isTrue();
    assertThat(ReplicaStatuses.isAvailable(pod, Duration.ZERO, NOW)).isTrue();
    assertThat(ReplicaStatuses.isAvailable(pod("front", "False", "00"), Duration.ZERO, NOW))
        .isFalse();
  }
}
