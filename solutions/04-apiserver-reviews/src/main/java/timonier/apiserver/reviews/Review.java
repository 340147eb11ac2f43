package timonier.apiserver.reviews;

import java.util.List;
import java.util.Map;
import timonier.apiserver.KindRules;
import timonier.apiserver.PlainObject;
import timonier.pods.ResourceType;

/// A kind of question: what is created is answered, and not stored.
///
/// @param type the type of the questions
/// @param answer completes a question by its answer, in its status
record Review(ResourceType<PlainObject> type, Computation answer) implements KindRules {

  static final String AUTHENTICATION = "authentication.k8s.io";
  static final String AUTHORIZATION = "authorization.k8s.io";

  /// A kind of question that is asked of the cluster.
  ///
  /// @param kind as in `TokenReview`
  static Review ofCluster(String group, String kind, Computation answer) {
    return new Review(type(group, kind, false), answer);
  }

  /// A kind of question that is asked within a namespace.
  static Review ofNamespace(String group, String kind, Computation answer) {
    return new Review(type(group, kind, true), answer);
  }

  private static ResourceType<PlainObject> type(String group, String kind, boolean namespaced) {
    var plural = kind.toLowerCase(java.util.Locale.ROOT) + "s";
    return new ResourceType<>(
        group, "v1", kind, plural, namespaced, List.of(), List.of(), List.of(), PlainObject.class);
  }

  @Override
  public Map<String, Computation> computed() {
    return Map.of("create", answer);
  }
}
