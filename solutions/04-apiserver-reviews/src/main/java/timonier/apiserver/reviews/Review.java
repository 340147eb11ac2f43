package timonier.apiserver.reviews;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import timonier.apiserver.extensions.KindRules;
import timonier.apiserver.kinds.PlainObject;
import timonier.pods.objects.ResourceType;

/// A kind of review: an object that is answered when it is created, and not stored.
///
/// @param type the type of the reviews
/// @param answer writes the answer into the status of a review
record Review(ResourceType<PlainObject> type, Computation answer) implements KindRules {

  static final String AUTHENTICATION = "authentication.k8s.io";
  static final String AUTHORIZATION = "authorization.k8s.io";

  /// A kind of review of the whole cluster.
  ///
  /// @param kind as in `TokenReview`
  static Review ofCluster(String group, String kind, Computation answer) {
    return new Review(type(group, kind, false), answer);
  }

  /// A kind of review within a namespace.
  static Review ofNamespace(String group, String kind, Computation answer) {
    return new Review(type(group, kind, true), answer);
  }

  private static ResourceType<PlainObject> type(String group, String kind, boolean namespaced) {
    var plural = kind.toLowerCase(Locale.ROOT) + "s";
    return new ResourceType<>(
        group, "v1", kind, plural, namespaced, List.of(), List.of(), List.of(), PlainObject.class);
  }

  @Override
  public Map<String, Computation> computed() {
    return Map.of("create", answer);
  }
}
