package timonier.apiserver.extensions;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import timonier.apiserver.requests.ApiRequest;
import timonier.apiserver.schema.FieldType.Struct;
import timonier.apiserver.schema.Kinds.Kind;
import timonier.apiserver.storage.StoredForm;
import timonier.pods.objects.ObjectKey;
import timonier.pods.objects.Part;
import timonier.pods.objects.ResourceType;
import timonier.pods.objects.Status;

/// What a server must know of a type of object beyond the tables of fields and kinds, brought by
/// the part that brings the type. Several parts may bring rules of one type; all of them hold.
public interface KindRules extends Part.Extension {

  /// The type of object.
  ResourceType<?> type();

  /// The fields of the objects; empty if the tables of Kubernetes' API have them.
  default Optional<Struct> schema() {
    return Optional.empty();
  }

  /// How objects are named, counted and selected; empty if the table of Kubernetes' kinds says so.
  default Optional<Kind> kind() {
    return Optional.empty();
  }

  /// How objects are stored, where another version of the type is the stored one.
  default Optional<StoredForm> storedForm() {
    return Optional.empty();
  }

  /// Computes objects on request, by verb, as in `create`; empty where objects are stored. All
  /// other verbs are refused.
  default Map<String, Computation> computed() {
    return Map.of();
  }

  /// Computes an object of a kind without a store, such as a review of what a client may do.
  @FunctionalInterface
  interface Computation {

    /// A request for such an object.
    ///
    /// @param server what the server is made of
    /// @param type the type of object
    /// @param key the namespace and name in the path, each empty where it has none
    /// @param document the object in the body, without fields that its schema does not know; has no
    ///   fields unless the verb is `create`
    /// @param request the request itself
    /// @param authenticator tells who clients of the server are
    /// @param authorizer decides what they may do
    record Asked(
        ServerContext server,
        ResourceType<?> type,
        ObjectKey key,
        ObjectNode document,
        ApiRequest request,
        Authenticator authenticator,
        Authorizer authorizer) {}

    /// Returns the object, or for the verb `list` the list of objects.
    ///
    /// @throws timonier.pods.objects.ApiException to refuse
    ObjectNode of(Asked asked);
  }

  /// Fills in what an object leaves out, in place. Called after the defaults of the tables, and
  /// again after admission changed the object.
  default void fill(ObjectNode object) {}

  /// All that is wrong with an object; empty if it may be stored.
  ///
  /// @param old the object before; empty for a creation
  default List<Status.Cause> errors(ObjectNode object, Optional<ObjectNode> old) {
    return List.of();
  }

  /// How long an object may take to stop when it is deleted, in seconds, 0 for no time; empty if no
  /// object of the type needs any.
  ///
  /// @param asked what the client wants; empty for the object's own choice
  default Optional<Long> grace(ObjectNode object, Optional<Long> asked) {
    return Optional.empty();
  }

  /// Whether all objects, or those selected, can be deleted at once.
  default boolean hasCollectionDeletion() {
    return true;
  }

  /// The path of the field that indexes watchers, as in `spec.nodeName`; empty for none. A watcher
  /// that asks for one value of it is found quickly. Selectors must know the field.
  default Optional<String> indexedField() {
    return Optional.empty();
  }

  /// The subresources of the type. `status` and `scale` need not be brought: a type that names them
  /// has them.
  default List<Subresource> subresources() {
    return List.of();
  }
}
