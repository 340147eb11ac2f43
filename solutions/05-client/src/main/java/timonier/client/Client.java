package timonier.client;

import java.util.Optional;
import timonier.kit.loop.EventLoop.Cancellable;
import timonier.pods.objects.ApiException;
import timonier.pods.objects.Json;
import timonier.pods.objects.KubernetesObject;
import timonier.pods.objects.ObjectKey;
import timonier.pods.objects.ResourceType;

/// The API server, to a component: typed, and blocking.
///
/// There is no way to replace an object: a component creates, patches what it owns, and deletes, so
/// that no field is lost that its records do not know. Every refusal is a
/// [timonier.pods.objects.ApiException]; so is a connection that broke (`ServiceUnavailable`),
/// after which nobody knows whether the request was carried out.
public interface Client {

  /// One object.
  <T extends KubernetesObject> T get(ResourceType<T> type, ObjectKey key);

  /// One object, if it is there.
  default <T extends KubernetesObject> Optional<T> find(ResourceType<T> type, ObjectKey key) {
    try {
      return Optional.of(get(type, key));
    } catch (ApiException refusal) {
      if (refusal.is("NotFound")) {
        return Optional.empty();
      }
      throw refusal;
    }
  }

  /// Some objects, all as they were at one moment.
  <T extends KubernetesObject> ObjectList<T> list(ResourceType<T> type, ListOptions options);

  /// Makes a new object; its key tells the namespace.
  <T extends KubernetesObject> T create(ResourceType<T> type, T object);

  /// Makes a new object from a tree, which may have fields that the type's record does not know.
  <T extends KubernetesObject> T create(ResourceType<T> type, String namespace, Json tree);

  /// Changes an object.
  <T extends KubernetesObject> T patch(ResourceType<T> type, ObjectKey key, Patch patch);

  /// Deletes an object, or begins to.
  <T extends KubernetesObject> void delete(
      ResourceType<T> type, ObjectKey key, DeleteOptions options);

  /// Deletes an object, or begins to, if it is still there and still as the options have it.
  default <T extends KubernetesObject> void remove(
      ResourceType<T> type, ObjectKey key, DeleteOptions options) {
    try {
      delete(type, key, options);
    } catch (ApiException refusal) {
      if (!refusal.is("NotFound") && !refusal.is("Conflict")) {
        throw refusal;
      }
    }
  }

  /// Gives a pod its node.
  ///
  /// @param uid the pod's identity, so that no other pod of the name is bound
  void bind(ObjectKey pod, String uid, String node);

  /// Follows the changes of some objects.
  <T extends KubernetesObject> Cancellable watch(
      ResourceType<T> type, ListOptions options, Watcher<T> watcher);

  /// Follows a watch; told by one thread at a time, in order.
  ///
  /// @param <T> the type of object
  interface Watcher<T> {
    /// Something happened.
    ///
    /// @param type what
    /// @param object the object as it is now; of a deletion, as it last was
    void event(EventType type, T object);

    /// The server knows a newer revision; nothing happened up to it that was not told.
    void bookmark(String resourceVersion);

    /// The watch ended.
    ///
    /// @param expired true if it cannot be resumed: list again
    void closed(boolean expired);
  }

  /// What happened to an object.
  enum EventType {
    /// It is new, or newly selected.
    ADDED,
    /// It changed.
    MODIFIED,
    /// It is gone, or no longer selected.
    DELETED
  }
}
