package timonier.fuzz;

import timonier.fuzz.Api.Resource;

/// The place of an object, which may not exist.
///
/// @param namespace empty where the resource has none
record Place(Resource resource, String namespace, String name) {

  /// The namespaces in which the fuzzer makes objects.
  static final java.util.List<String> NAMESPACES = java.util.List.of("fuzz-a", "fuzz-b");

  /// How many names there are in each place: few, so that requests meet each other.
  private static final int NAMES = 4;

  /// Chooses a place for an object.
  static Place of(Resource resource, Chance chance) {
    return new Place(
        resource,
        resource.namespaced() ? chance.of(NAMESPACES) : "",
        Samples.prefix(resource) + chance.below(NAMES));
  }

  String collection() {
    return resource.collection(namespace);
  }

  String path() {
    return resource.object(namespace, name);
  }

  @Override
  public String toString() {
    return path();
  }
}
