package timonier.controllers;

import java.util.List;
import java.util.Set;
import timonier.controllers.OwnerGraph.Item;
import timonier.pods.objects.OwnerReference;

/// What the garbage collector must do with one object, decided from a snapshot.
final class GarbagePlan {

  static final String ORPHAN = "orphan";
  static final String FOREGROUND = "foregroundDeletion";

  /// An action.
  sealed interface Action {
    /// Delete the object: none of its owners is left.
    record Delete(String propagation) implements Action {}

    /// Remove owners that are gone, or wait for the object, from its references: others are left.
    record DropOwners(List<OwnerReference> owners) implements Action {}

    /// Remove a finalizer: the work it waited for is done.
    record RemoveFinalizer(String finalizer) implements Action {}

    /// Remove the object from the owners of a dependent.
    record Orphan(Item dependent) implements Action {}
  }

  /// The state of an owner.
  ///
  /// @param reference how the object names it
  /// @param exists whether an object with that identity is there
  /// @param waits whether it is being deleted and waits for its dependents
  record Owner(OwnerReference reference, boolean exists, boolean waits) {}

  /// Returns the actions for an object that is not being deleted, or does not wait for its
  /// dependents.
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

  /// Returns the actions for an object that is being deleted and must handle its dependents first.
  /// Dependents without other owners are deleted by [#forDependent].
  ///
  /// @param ancestors the identities of its owners, of their owners, and so on. A dependent among
  ///   them that is being deleted does not block it: the two would wait for each other for ever
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
