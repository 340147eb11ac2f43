package timonier.pods.objects;

import java.util.List;

/// What one stratum adds to the orchestrator.
///
/// The complete orchestrator is an ordered list of parts; the stage that stands after chapter NN is
/// that list cut after NN. The assembly asks all parts for each type of [Extension] that it knows.
///
/// @param number the stratum's number, 1 to 15
/// @param name the stratum's name, as in `scheduler`
/// @param resourceTypes the types of objects that it brings
/// @param extensions what it plugs into the ports of earlier strata
public record Part(
    int number, String name, List<ResourceType<?>> resourceTypes, List<Extension> extensions) {

  /// Something that fits a port which a stratum declared: each such port extends this interface.
  public interface Extension {}

  /// The extensions of one port, in the order of the parts.
  public static <E extends Extension> List<E> extensions(List<Part> parts, Class<E> port) {
    return parts.stream()
        .flatMap(part -> part.extensions().stream())
        .filter(port::isInstance)
        .map(port::cast)
        .toList();
  }

  /// All types of objects, in the order of the parts.
  public static List<ResourceType<?>> resourceTypes(List<Part> parts) {
    return parts.stream().<ResourceType<?>>flatMap(part -> part.resourceTypes().stream()).toList();
  }
}
