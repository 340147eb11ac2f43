package timonier.pods;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

  /// Fills what is absent with empty values.
  public OwnerReference(
      @Nullable String apiVersion,
      @Nullable String kind,
      @Nullable String name,
      @Nullable String uid,
      @Nullable Optional<Boolean> controller,
      @Nullable Optional<Boolean> blockOwnerDeletion) {
    this.apiVersion = Absent.text(apiVersion);
    this.kind = Absent.text(kind);
    this.name = Absent.text(name);
    this.uid = Absent.text(uid);
    this.controller = Absent.value(controller);
    this.blockOwnerDeletion = Absent.value(blockOwnerDeletion);
  }

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
  @JsonIgnore
  public boolean isController() {
    return controller.orElse(false);
  }
}
