package timonier.pods.objects;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;

/// An object without which another has no reason to exist (`meta/v1 OwnerReference`).
///
/// @param apiVersion group and version of the owner, as in `apps/v1`
/// @param kind the owner's kind
/// @param name the owner's name, in the same namespace
/// @param uid the owner's identity; a new object of the same name is another owner
/// @param controller true for the one owner that manages the object
/// @param blockOwnerDeletion true when the owner must outlive it in a foreground deletion
public record OwnerReference(
    String apiVersion,
    String kind,
    String name,
    String uid,
    @JsonProperty("controller") Optional<Boolean> controller,
    Optional<Boolean> blockOwnerDeletion) {

  /// The reference that makes `owner` the manager of another object.
  public static <T extends KubernetesObject> OwnerReference controller(
      ResourceType<T> type, T owner) {
    return new OwnerReference(
        type.apiVersion(),
        type.kind(),
        owner.metadata().name(),
        owner.metadata().uid(),
        Optional.of(true),
        Optional.of(true));
  }

  /// True for the one owner that manages the object.
  public boolean isController() {
    return controller.orElse(false);
  }
}
