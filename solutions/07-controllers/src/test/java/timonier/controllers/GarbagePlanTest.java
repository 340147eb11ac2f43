package timonier.controllers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import timonier.controllers.GarbagePlan.Action;
import timonier.controllers.GarbagePlan.Owner;
import timonier.controllers.OwnerGraph.Item;
import timonier.pods.ResourceTypes;
import timonier.pods.objects.KubernetesObject;
import timonier.pods.objects.OwnerReference;

class GarbagePlanTest {

  private static final OwnerReference ONE = reference("one");
  private static final OwnerReference OTHER = reference("other");

  private static final String GOING = ", 'deletionTimestamp': '2026-01-01T00:00:00Z'";

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
    return item("one", GOING + ", 'finalizers': ['%s']".formatted(finalizer));
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
  void dependents_with_another_owner_are_taken_from_an_owner_that_waits() {
    assertThat(GarbagePlan.forDependent(List.of(waiting(ONE), there(OTHER))))
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

    assertThat(GarbagePlan.forOwner(owner(GarbagePlan.ORPHAN), List.of(left), Set.of()))
        .containsExactly(new Action.Orphan(left));
    assertThat(GarbagePlan.forOwner(owner(GarbagePlan.ORPHAN), List.of(), Set.of()))
        .containsExactly(new Action.RemoveFinalizer(GarbagePlan.ORPHAN));
  }

  private static List<Action> last(Set<String> ancestors, Item... dependents) {
    return GarbagePlan.forOwner(owner(GarbagePlan.FOREGROUND), List.of(dependents), ancestors);
  }

  @Test
  void an_owner_that_is_deleted_in_the_foreground_waits_for_dependents_that_block_it() {
    var blocking = dependent("two", true, "");
    var other = dependent("three", false, "");
    var going = dependent("four", true, GOING);
    var released = new Action.RemoveFinalizer(GarbagePlan.FOREGROUND);

    assertThat(last(Set.of(), blocking, other)).isEmpty();
    assertThat(last(Set.of(), going, other)).isEmpty();
    assertThat(last(Set.of(), other)).containsExactly(released);
  }

  @Test
  void owners_that_wait_for_each_other_are_released_once_both_are_being_deleted() {
    var staying = dependent("two", true, "");
    var going = dependent("two", true, GOING);

    assertThat(last(Set.of("two"), staying)).isEmpty();
    assertThat(last(Set.of("two"), going))
        .containsExactly(new Action.RemoveFinalizer(GarbagePlan.FOREGROUND));
    assertThat(last(Set.of("two"), going, dependent("three", true, GOING))).isEmpty();
  }

  @Test
  void ancestors_are_owners_and_their_owners_even_in_a_circle() {
    var graph = new OwnerGraph();
    graph.put(ResourceTypes.PODS, owned("one", "three"));
    graph.put(ResourceTypes.PODS, owned("two", "one"));
    graph.put(ResourceTypes.PODS, owned("three", "two"));
    graph.put(ResourceTypes.PODS, owned("four", "three"));

    assertThat(graph.ancestors(graph.item("four").orElseThrow()))
        .containsExactlyInAnyOrder("one", "two", "three");
    assertThat(graph.ancestors(graph.item("one").orElseThrow()))
        .containsExactlyInAnyOrder("one", "two", "three");
  }

  private static KubernetesObject owned(String uid, String owner) {
    var references =
        ", 'ownerReferences': [{'apiVersion': 'v1', 'kind': 'Pod', 'name': '%1$s', 'uid': '%1$s'}]";
    return item(uid, references.formatted(owner)).object();
  }
}
