package timonier.controllers;

import java.util.List;
import java.util.Set;
import timonier.controllers.OwnerGraph.Item;
import timonier.pods.objects.OwnerReference;

/// What the garbage collector must do about one object, decided from a snapshot.
final class GarbagePlan {

  static final String ORPHAN = "orphan";
  static final String FOREGROUND = "foregroundDeletion";

  /// Something to do.
  sealed interface Action {
    /// Delete the object: nobody it depends on is left.
    record Delete(String propagation) implements Action {}

    /// Take owners that are gone, or go first, off the object: others are left.
    record DropOwners(List<OwnerReference> owners) implements Action {}

    /// Take a finalizer off: what it waited for is done.
    record RemoveFinalizer(String finalizer) implements Action {}

    /// Take the object, as an owner, off a dependent.
    record Orphan(Item dependent) implements Action {}
  }

  /// What is known of an owner.
  ///
  /// @param reference how the object names it
  /// @param exists whether an object of that identity is there
  /// @param waits whether it is being deleted and waits for its dependents
  record Owner(OwnerReference reference, boolean exists, boolean waits) {}

  /// What to do about an object that is not being deleted, or not by way of its dependents.
  static List<Action> forDependent(List<Owner> owners) {
    if (owners.isEmpty()) {
      return List.of();
    }
    var left = owners.stream().filter(owner -> !owner.exists() || owner.waits()).toList();
    if (left.size() == owners.size()) {
      var foreground = owners.stream().anyMatch(Owner::waits);
      return List.of(new Action.Delete(foreground ? "Foreground" : "Background"));
    }
    return left.isEmpty()
        ? List.of()
        : List.of(new Action.DropOwners(left.stream().map(Owner::reference).toList()));
  }

  /// What to do about an object that is being deleted and has to see to its dependents first. Those
  /// that depend on it alone are deleted for reasons of their own: see [#forDependent].
  ///
  /// @param ancestors the identities of its owners, of their owners, and so on. A dependent that is
  ///   one of them and is being deleted does not block it: each would wait for the other for ever
  static List<Action> forOwner(Item owner, List<Item> dependents, Set<String> ancestors) {
    var finalizers = owner.object().metadata().finalizers();
    if (finalizers.contains(ORPHAN)) {
      return dependents.isEmpty()
          ? List.of(new Action.RemoveFinalizer(ORPHAN))
          : dependents.stream().<Action>map(Action.Orphan::new).toList();
    }
    var isBlocked =
        dependents.stream()
            .filter(dependent -> blocks(owner, dependent))
            .anyMatch(dependent ->
                !dependent.object().metadata().isBeingDeleted()
                    || !ancestors.contains(dependent.uid()));
    return isBlocked || !finalizers.contains(FOREGROUND)
        ? List.of()
        : List.of(new Action.RemoveFinalizer(FOREGROUND));
  }

  private static boolean blocks(Item owner, Item dependent) {
    return dependent.owners().stream()
        .anyMatch(reference ->
            reference.uid().equals(owner.uid()) && reference.blockOwnerDeletion().orElse(false));
  }

  private GarbagePlan() {}
}
