package timonier.controllers;

import java.util.ArrayList;
import java.util.List;
import timonier.pods.LabelSelector;
import timonier.pods.objects.KubernetesObject;

/// The objects of an owner that selects them by labels, sorted by what to do with them. At most one
/// owner *controls* an object.
///
/// @param <T> the type of the objects
/// @param mine the objects that it controls and still selects
/// @param adopted the objects that it selects and nobody controls
/// @param released the objects that it controls and no longer selects
public record OwnerClaim<T extends KubernetesObject>(
    List<T> mine, List<T> adopted, List<T> released) {

  /// Sorts objects. An owner that is being deleted neither adopts nor releases; an object that is
  /// being deleted is not adopted; the objects of others are left out.
  ///
  /// @param all objects of the owner's namespace
  public static <T extends KubernetesObject> OwnerClaim<T> of(
      KubernetesObject owner, LabelSelector selector, List<T> all) {
    var claim = new OwnerClaim<T>(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    var goes = owner.metadata().isBeingDeleted();
    for (var object : all) {
      var controller = object.metadata().controller();
      var fits = selector.matches(object.metadata().labels());
      if (controller.isEmpty()) {
        if (fits && !goes && !object.metadata().isBeingDeleted()) {
          claim.adopted.add(object);
        }
      } else if (controller.get().uid().equals(owner.metadata().uid())) {
        if (fits) {
          claim.mine.add(object);
        } else if (!goes) {
          claim.released.add(object);
        }
      }
    }
    return claim;
  }

  /// Whether there is nothing to adopt or release.
  public boolean isSettled() {
    return adopted.isEmpty() && released.isEmpty();
  }
}
