package timonier.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import timonier.kit.loop.EventLoop;
import timonier.pods.ObjectKey;
import timonier.pods.Part;
import timonier.pods.ResourceType;
import timonier.store.Store;

/// Has a say in each write, after defaults and before validation.
public interface Admission extends Part.Extension {

  /// Changes an object that is about to be written, in place, or refuses it.
  ///
  /// @throws timonier.pods.ApiException to refuse
  void admit(Write write);

  /// Has a say before an object is deleted.
  ///
  /// @param object as it is
  /// @throws timonier.pods.ApiException to refuse
  default void delete(ResourceType<?> type, ObjectKey key, ObjectNode object, User user) {}

  /// Is told that an object is about to go for good, which may still fail: what must have happened
  /// before anybody sees that it is gone.
  default void removing(ResourceType<?> type, ObjectNode object, Store store) {}

  /// Is told that an object is gone for good.
  default void removed(ResourceType<?> type, ObjectNode object, Store store) {}

  /// A write that is about to happen.
  ///
  /// @param type the type of object
  /// @param key where it is found
  /// @param subresource which part of it is written, as in `status`; empty for the object
  /// @param object as it will be written
  /// @param old as it was; empty for a creation
  /// @param user who asks
  /// @param dryRun whether nothing will really be written
  /// @param store the store, for what has to be claimed with it
  /// @param loop for time and chance
  record Write(
      ResourceType<?> type,
      ObjectKey key,
      String subresource,
      ObjectNode object,
      Optional<ObjectNode> old,
      User user,
      boolean dryRun,
      Store store,
      EventLoop loop) {}
}
