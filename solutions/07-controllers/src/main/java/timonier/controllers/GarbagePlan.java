package timonier.controllers;

import java.util.ArrayList;
import java.util.List;
import timonier.controllers.OwnerGraph.Item;
import timonier.pods.OwnerReference;

/// What the garbage collector must do about one object, decided from a snapshot.
final class GarbagePlan {

  static final String ORPHAN = "orphan";
  static final String FOREGROUND = "foregroundDeletion";

  /// Something to do.
  sealed interface Action {
    /// Delete the object: nobody it depends on is left.
    record Delete(String propagation) implements Action {}

    /// Take owners that are gone off the object: others are left.
    record DropOwners(List<OwnerReference> owners) implements Action {}

    /// Take a finalizer off: what it waited for is done.
    record RemoveFinalizer(String finalizer) implements Action {}

    /// Take the object, as an owner, off a dependent.
    record Orphan(Item dependent) implements Action {}

    /// Delete a dependent, since its owner waits for it.
    record DeleteDependent(Item dependent) implements Action {}
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
    var solid = owners.stream().filter(owner -> owner.exists() && !owner.waits()).toList();
    var dangling = owners.stream().filter(owner -> !owner.exists()).toList();
    if (solid.isEmpty()) {
      var foreground = owners.stream().anyMatch(Owner::waits);
      return List.of(new Action.Delete(foreground ? "Foreground" : "Background"));
    }
    if (dangling.isEmpty()) {
      return List.of();
    }
    return List.of(new Action.DropOwners(dangling.stream().map(Owner::reference).toList()));
  }

  /// What to do about an object that is being deleted and has to see to its dependents first.
  static List<Action> forOwner(Item owner, List<Item> dependents) {
    var finalizers = owner.object().metadata().finalizers();
    var actions = new ArrayList<Action>();
    if (finalizers.contains(ORPHAN)) {
      dependents.forEach(dependent -> actions.add(new Action.Orphan(dependent)));
      if (dependents.isEmpty()) {
        actions.add(new Action.RemoveFinalizer(ORPHAN));
      }
      return actions;
    }
    if (finalizers.contains(FOREGROUND)) {
      var blocking = dependents.stream().filter(dependent -> blocks(owner, dependent)).toList();
      dependents.stream()
          .filter(dependent -> !dependent.object().metadata().isBeingDeleted())
          .forEach(dependent -> actions.add(new Action.DeleteDependent(dependent)));
      if (blocking.isEmpty()) {
        actions.add(new Action.RemoveFinalizer(FOREGROUND));
      }
    }
    return actions;
  }

  private static boolean blocks(Item owner, Item dependent) {
    return dependent.owners().stream()
        .anyMatch(reference ->
            reference.uid().equals(owner.uid()) && reference.blockOwnerDeletion().orElse(false));
  }

  private GarbagePlan() {}
}
