package timonier.apiserver;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import timonier.apiserver.kinds.ApiServerPart;
import timonier.apiserver.requests.ApiRequest;
import timonier.apiserver.requests.RequestPath;
import timonier.apiserver.requests.User;
import timonier.apiserver.requests.Verb;
import timonier.pods.objects.ApiException;
import timonier.pods.objects.ObjectKey;
import timonier.store.Store;

/// Creates the default namespaces, and refuses objects in namespaces that are missing or
/// terminating.
final class Namespaces {

  private final Store store;
  private final Optional<ServedType> type;

  /// @param type how namespaces are served; empty if they are not
  Namespaces(Store store, Optional<ServedType> type) {
    this.store = store;
    this.type = type;
  }

  /// Creates those that are always there.
  void createDefaults(ObjectWriter writer) {
    for (var name : type.isPresent() ? ApiServerPart.DEFAULT_NAMESPACES : List.<String>of()) {
      if (store.get(type.get().codec().key(ObjectKey.of(name))).isEmpty()) {
        create(writer, name);
      }
    }
  }

  private void create(ObjectWriter writer, String name) {
    var object = JsonNodeFactory.instance.objectNode();
    object.putObject("metadata").put("name", name);
    var request =
        ApiRequest.of("POST", "/api/v1/namespaces", Map.of(), User.component("kube-apiserver"));
    writer.create(Wanted.whole(type.orElseThrow(), ObjectKey.of(""), request), object);
  }

  /// Refuses to create an object in a namespace that is not there or is going away.
  ///
  /// @throws ApiException 404, 403, or 405 if the object needs a namespace and none is named
  void requireOpen(ServedType served, RequestPath path) {
    if (!served.type().namespaced()) {
      return;
    }
    if (path.namespace().isEmpty()) {
      throw Verb.notAllowed();
    }
    if (type.isPresent()) {
      requireOpen(served, path, type.get());
    }
  }

  private void requireOpen(ServedType served, RequestPath path, ServedType namespaces) {
    var namespace =
        store
            .get(namespaces.codec().key(ObjectKey.of(path.namespace())))
            .orElseThrow(() -> ApiException.notFound(namespaces.type(), path.namespace()));
    if (namespaces.codec().isBeingDeleted(namespace)) {
      throw ApiException.forbidden(
          served.type(),
          path.name(),
          "unable to create new content in namespace %s because it is being terminated"
              .formatted(path.namespace()));
    }
  }
}
