package timonier.apiserver.kinds;

import java.util.List;
import java.util.Optional;
import timonier.apiserver.extensions.KindRules;
import timonier.pods.ResourceType;

/// A type whose readers are warned that another one has taken its place.
///
/// @param type the type
/// @param warning what they are told
record DeprecatedKind(ResourceType<?> type, String warning) implements KindRules {

  /// Endpoints, which are served for old clients.
  static DeprecatedKind endpoints() {
    return new DeprecatedKind(
        new ResourceType<>(
            "",
            "v1",
            "Endpoints",
            "endpoints",
            true,
            List.of("ep"),
            List.of(),
            List.of(),
            PlainObject.class),
        "v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice");
  }

  @Override
  public Optional<String> deprecation() {
    return Optional.of(warning);
  }
}
