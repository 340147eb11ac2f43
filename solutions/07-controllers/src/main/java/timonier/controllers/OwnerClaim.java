package timonier.controllers;

import java.util.ArrayList;
import java.util.List;
import timonier.pods.LabelSelector;
import timonier.pods.objects.KubernetesObject;

/// What an object is to whoever selects it by its labels: at most one owner *controls* it.
///
/// @param <T> the type of what is owned
/// @param mine what it controls and still selects
/// @param adopted what nobody controls and it selects
/// @param released what it controls and no longer selects
public record OwnerClaim<T extends KubernetesObject>(
    List<T> mine, List<T> adopted, List<T> released) {

  /// Sorts what there is. An owner that is being deleted takes nothing and gives nothing away, and
  /// what is being deleted finds no new owner; what others control is left out.
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

  /// Whether nothing changes hands.
  public boolean isSettled() {
    return adopted.isEmpty() && released.isEmpty();
  }
}
