package timonier.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import timonier.pods.ApiException;
import timonier.pods.ObjectKey;
import timonier.pods.ResourceType;
import timonier.store.Store;

/// What the server itself needs to know of namespaces: some are always there, and nothing is
/// created in one that is not, or that is going away.
final class Namespaces {

  private static final List<String> DEFAULTS =
      List.of("default", "kube-system", "kube-public", "kube-node-lease");

  /// Namespaces are not deleted several at once.
  record Rules() implements KindRules {
    @Override
    public ResourceType<?> type() {
      return ApiServerPart.NAMESPACES;
    }

    @Override
    public boolean hasCollectionDeletion() {
      return false;
    }
  }

  /// Keeps those that are always there from being deleted (Kubernetes: the admission plugin
  /// `NamespaceLifecycle`).
  record Immortal() implements Admission {
    @Override
    public void validate(Attempt attempt) {
      var name = attempt.key().name();
      if (attempt.operation() == Attempt.Operation.DELETE
          && attempt.type().equals(ApiServerPart.NAMESPACES)
          && DEFAULTS.contains(name)) {
        throw ApiException.forbidden(attempt.type(), name, "this namespace may not be deleted");
      }
    }
  }

  /// Keeps what has to happen before a namespace may go (Kubernetes: its registry's strategy): that
  /// it is emptied is always asked for, and nobody changes the list but its owners, by finalizing.
  record Finalizers() implements Admission {
    private static final String EMPTIED = "kubernetes";

    @Override
    public void mutate(Attempt attempt) {
      if (!attempt.type().equals(ApiServerPart.NAMESPACES) || !attempt.subresource().isEmpty()) {
        return;
      }
      switch (attempt.operation()) {
        case CREATE -> add(attempt.change().withObject("/spec"));
        case UPDATE ->
            keep(
                attempt.change().withObject("/spec"),
                attempt.old().orElseThrow().at("/spec/finalizers"));
        case DELETE, CONNECT -> {}
      }
    }

    private static void add(ObjectNode spec) {
      var finalizers = spec.withArray("finalizers");
      for (var finalizer : finalizers) {
        if (finalizer.asText().equals(EMPTIED)) {
          return;
        }
      }
      finalizers.add(EMPTIED);
    }

    private static void keep(ObjectNode spec, JsonNode before) {
      if (before.isMissingNode()) {
        spec.remove("finalizers");
      } else {
        spec.set("finalizers", before.deepCopy());
      }
    }
  }

  private final Store store;
  private final Optional<ServedType> type;

  /// @param type how namespaces are served; empty if they are not
  Namespaces(Store store, Optional<ServedType> type) {
    this.store = store;
    this.type = type;
  }

  /// Creates those that are always there.
  void createDefaults(ObjectWriter writer) {
    for (var name : type.isPresent() ? DEFAULTS : List.<String>of()) {
      if (store.get(type.get().key(ObjectKey.of(name))).isEmpty()) {
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
            .get(namespaces.key(ObjectKey.of(path.namespace())))
            .orElseThrow(() -> ApiException.notFound(namespaces.type(), path.namespace()));
    if (namespaces.isBeingDeleted(namespace)) {
      throw ApiException.forbidden(
          served.type(),
          path.name(),
          "unable to create new content in namespace %s because it is being terminated"
              .formatted(path.namespace()));
    }
  }
}
