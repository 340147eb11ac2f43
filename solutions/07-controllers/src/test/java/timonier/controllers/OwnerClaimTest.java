package timonier.controllers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import timonier.pods.Pod;

class OwnerClaimTest {

  private static final ReplicaSet SET = set("");
  private static final ReplicaSet GOING = set(", 'deletionTimestamp': '2026-01-01T00:00:00Z'");

  private static ReplicaSet set(String more) {
    return Written.set(
        """
        {'metadata': {'name': 'web', 'namespace': 'default', 'uid': 'mine'%s},
         'spec': {'selector': {'matchLabels': {'app': 'web'}}, 'template': {}}}
        """
            .formatted(more));
  }

  private static Pod pod(String name, String app, String more) {
    return Written.pod(
        """
        {'metadata': {'name': '%s', 'namespace': 'default', 'labels': {'app': '%s'}%s},
         'spec': {'containers': []}}
        """
            .formatted(name, app, more));
  }

  private static String owned(String uid) {
    return ", 'ownerReferences': [{'apiVersion': 'apps/v1', 'kind': 'ReplicaSet', 'name': 'web',"
        + " 'uid': '%s', 'controller': true}]".formatted(uid);
  }

  private static final Pod MINE = pod("mine", "web", owned("mine"));
  private static final Pod NO_LONGER = pod("no-longer", "other", owned("mine"));
  private static final Pod FREE = pod("free", "web", "");
  private static final Pod FREE_AND_GOING =
      pod("going", "web", ", 'deletionTimestamp': '2026-01-01T00:00:00Z'");
  private static final Pod STRANGER = pod("stranger", "db", "");
  private static final Pod OF_ANOTHER = pod("of-another", "web", owned("another"));

  /// Has an owner, but none that controls it.
  private static final Pod HELD =
      pod("held", "web", owned("another").replace("'controller': true", "'controller': false"));

  private static final List<Pod> ALL =
      List.of(MINE, NO_LONGER, FREE, FREE_AND_GOING, STRANGER, OF_ANOTHER, HELD);

  private static OwnerClaim<Pod> claim(ReplicaSet set) {
    return OwnerClaim.of(set, set.spec().selector(), ALL);
  }

  @Test
  void objects_that_an_owner_controls_and_selects_are_its_own() {
    assertThat(claim(SET).mine()).containsExactly(MINE);
  }

  @Test
  void selected_objects_that_nobody_controls_are_adopted_unless_being_deleted() {
    assertThat(claim(SET).adopted()).containsExactly(FREE, HELD);
  }

  @Test
  void objects_that_an_owner_controls_and_no_longer_selects_are_released() {
    assertThat(claim(SET).released()).containsExactly(NO_LONGER);
  }

  @Test
  void an_owner_that_is_being_deleted_neither_adopts_nor_releases() {
    assertThat(claim(GOING).mine()).containsExactly(MINE);
    assertThat(claim(GOING).isSettled()).isTrue();
    assertThat(claim(SET).isSettled()).isFalse();
  }
}
