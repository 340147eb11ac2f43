package timonier.apiserver.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import timonier.apiserver.extensions.Admission;
import timonier.apiserver.extensions.Attempt;
import timonier.apiserver.extensions.KindRules;
import timonier.pods.objects.ApiException;
import timonier.pods.objects.ResourceType;

/// What only namespaces have: some are always there, and each is emptied before it goes.
final class NamespaceRules implements KindRules {

  @Override
  public ResourceType<?> type() {
    return ApiServerPart.NAMESPACES;
  }

  @Override
  public boolean hasCollectionDeletion() {
    return false;
  }

  /// Refuses to delete the default namespaces (Kubernetes: the admission plugin
  /// `NamespaceLifecycle`).
  record Immortal() implements Admission {
    @Override
    public void validate(Attempt attempt) {
      var name = attempt.key().name();
      if (attempt.operation() == Attempt.Operation.DELETE
          && attempt.type().equals(ApiServerPart.NAMESPACES)
          && ApiServerPart.DEFAULT_NAMESPACES.contains(name)) {
        throw ApiException.forbidden(attempt.type(), name, "this namespace may not be deleted");
      }
    }
  }

  /// Gives each namespace its finalizer, and keeps the list unchanged by ordinary updates
  /// (Kubernetes: the strategy of its registry): only the subresource `finalize` changes it.
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
}
