package timonier.apiserver.kinds;

import java.util.Optional;
import timonier.apiserver.extensions.KindRules;
import timonier.pods.objects.ResourceType;

/// A type whose readers are warned that another one has taken its place.
///
/// @param type the type
/// @param warning the warning
record DeprecatedKind(ResourceType<?> type, String warning) implements KindRules {

  @Override
  public Optional<String> deprecation() {
    return Optional.of(warning);
  }
}
