package timonier.apiserver.extensions;

import com.fasterxml.jackson.databind.node.ObjectNode;
import timonier.pods.objects.Part;
import timonier.pods.objects.ResourceType;
import timonier.store.Store;

/// Changes or refuses what authorised clients do with objects. A server asks the admissions of all
/// its parts once for each attempt to write; a patch that is tried again is another attempt.
///
/// The order is: defaults; each [#mutate]; defaults again, if the object was changed; the rules of
/// its kind; each [#validate]; the write. What fails ends it, and what was claimed is undone.
public interface Admission {

  /// Changes an object that is about to be written, or refuses it.
  ///
  /// @throws timonier.pods.objects.ApiException to refuse
  default void mutate(Attempt attempt) {}

  /// Refuses an object that must not be written. It is as it will be stored, and may not be
  /// changed.
  ///
  /// @throws timonier.pods.objects.ApiException to refuse
  default void validate(Attempt attempt) {}

  /// Called before an object goes for good, which may still fail: for what must have happened
  /// before anybody sees that it is gone.
  default void removing(ResourceType<?> type, ObjectNode object, Store store) {}

  /// Called once an object is gone for good.
  default void removed(ResourceType<?> type, ObjectNode object, Store store) {}

  /// Makes the admission of one server: what a part brings.
  @FunctionalInterface
  interface Factory extends Part.Extension {
    /// Makes it.
    Admission create(ServerContext server);
  }
}
