package timonier.controllers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import timonier.controllers.GarbagePlan.Action;
import timonier.controllers.GarbagePlan.Owner;
import timonier.controllers.OwnerGraph.Item;
import timonier.pods.OwnerReference;
import timonier.pods.ResourceTypes;

class GarbagePlanTest {

  private static final OwnerReference ONE = reference("one");
  private static final OwnerReference OTHER = reference("other");

  private static OwnerReference reference(String uid) {
    return new OwnerReference("v1", "Pod", uid, uid, Optional.empty(), Optional.empty());
  }

  private static Owner there(OwnerReference reference) {
    return new Owner(reference, true, false);
  }

  private static Owner waiting(OwnerReference reference) {
    return new Owner(reference, true, true);
  }

  private static Owner gone(OwnerReference reference) {
    return new Owner(reference, false, false);
  }

  private static Item item(String uid, String more) {
    return new Item(
        ResourceTypes.PODS,
        Written.pod(
            "{'metadata': {'name': '%1$s', 'namespace': 'd', 'uid': '%1$s'%2$s},"
                    .formatted(uid, more)
                + " 'spec': {'containers': []}}"));
  }

  private static Item owner(String finalizer) {
    return item(
        "one",
        ", 'deletionTimestamp': '2026-01-01T00:00:00Z', 'finalizers': ['%s']".formatted(finalizer));
  }

  private static Item dependent(String uid, boolean blocks, String more) {
    return item(
        uid,
        ", 'ownerReferences': [{'apiVersion': 'v1', 'kind': 'Pod', 'name': 'one', 'uid': 'one',"
            + " 'blockOwnerDeletion': %s}]%s".formatted(blocks, more));
  }

  @Test
  void an_object_stays_while_one_owner_is_there() {
    assertThat(GarbagePlan.forDependent(List.of())).isEmpty();
    assertThat(GarbagePlan.forDependent(List.of(there(ONE)))).isEmpty();
    assertThat(GarbagePlan.forDependent(List.of(gone(ONE), there(OTHER))))
        .containsExactly(new Action.DropOwners(List.of(ONE)));
  }

  @Test
  void an_object_goes_with_the_last_of_its_owners() {
    assertThat(GarbagePlan.forDependent(List.of(gone(ONE), gone(OTHER))))
        .containsExactly(new Action.Delete("Background"));
    assertThat(GarbagePlan.forDependent(List.of(gone(ONE), waiting(OTHER))))
        .containsExactly(new Action.Delete("Foreground"));
  }

  @Test
  void an_owner_that_leaves_its_dependents_behind_waits_until_none_names_it() {
    var left = dependent("two", true, "");

    assertThat(GarbagePlan.forOwner(owner(GarbagePlan.ORPHAN), List.of(left)))
        .containsExactly(new Action.Orphan(left));
    assertThat(GarbagePlan.forOwner(owner(GarbagePlan.ORPHAN), List.of()))
        .containsExactly(new Action.RemoveFinalizer(GarbagePlan.ORPHAN));
  }

  @Test
  void an_owner_that_goes_last_waits_for_those_that_block_it() {
    var blocking = dependent("two", true, "");
    var other = dependent("three", false, "");
    var going = dependent("four", true, ", 'deletionTimestamp': '2026-01-01T00:00:00Z'");

    assertThat(GarbagePlan.forOwner(owner(GarbagePlan.FOREGROUND), List.of(blocking, other)))
        .containsExactly(new Action.DeleteDependent(blocking), new Action.DeleteDependent(other));
    assertThat(GarbagePlan.forOwner(owner(GarbagePlan.FOREGROUND), List.of(going))).isEmpty();
    assertThat(GarbagePlan.forOwner(owner(GarbagePlan.FOREGROUND), List.of(other)))
        .containsExactly(
            new Action.DeleteDependent(other), new Action.RemoveFinalizer(GarbagePlan.FOREGROUND));
  }
}
