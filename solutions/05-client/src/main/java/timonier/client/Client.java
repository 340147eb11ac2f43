package timonier.client;

import java.util.Optional;
import timonier.kit.loop.EventLoop.Cancellable;
import timonier.pods.objects.ApiException;
import timonier.pods.objects.Json;
import timonier.pods.objects.KubernetesObject;
import timonier.pods.objects.ObjectKey;
import timonier.pods.objects.ResourceType;

/// A component's client of the API server: typed, and blocking.
///
/// Objects cannot be replaced: a component creates, patches the fields it owns, and deletes, so
/// that fields unknown to its records are kept. Every refusal is a
/// [timonier.pods.objects.ApiException]; so is a broken connection (`ServiceUnavailable`), after
/// which it is unknown whether the request was carried out.
public interface Client {

  /// Returns one object.
  <T extends KubernetesObject> T get(ResourceType<T> type, ObjectKey key);

  /// Returns one object, if it is there.
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

  /// Returns objects, all as they were at one moment.
  <T extends KubernetesObject> ObjectList<T> list(ResourceType<T> type, ListOptions options);

  /// Creates an object, in the namespace of its key.
  <T extends KubernetesObject> T create(ResourceType<T> type, T object);

  /// Creates an object from a tree, which may have fields unknown to the type's record.
  <T extends KubernetesObject> T create(ResourceType<T> type, String namespace, Json tree);

  /// Changes an object.
  <T extends KubernetesObject> T patch(ResourceType<T> type, ObjectKey key, Patch patch);

  /// Deletes an object, or starts its deletion.
  <T extends KubernetesObject> void delete(
      ResourceType<T> type, ObjectKey key, DeleteOptions options);

  /// Deletes an object, or starts its deletion, if it is still there and still matches the options.
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

  /// Binds a pod to a node.
  ///
  /// @param uid the pod's identity, so that no other pod with its name is bound
  void bind(ObjectKey pod, String uid, String node);

  /// Watches objects.
  <T extends KubernetesObject> Cancellable watch(
      ResourceType<T> type, ListOptions options, Watcher<T> watcher);

  /// Observes a watch. Called by one thread at a time, in order.
  ///
  /// @param <T> the type of object
  interface Watcher<T> {
    /// Called when an object changed.
    ///
    /// @param type how it changed
    /// @param object the object as it is now; of a deletion, as it last was
    void event(EventType type, T object);

    /// Called when the server knows a newer revision; all changes up to it were delivered.
    void bookmark(String resourceVersion);

    /// Called when the watch ended.
    ///
    /// @param expired true if it cannot be resumed: list again
    void closed(boolean expired);
  }

  /// How an object changed.
  enum EventType {
    /// It is new, or now matches the selectors.
    ADDED,
    /// It changed.
    MODIFIED,
    /// It is gone, or no longer matches the selectors.
    DELETED
  }
}
