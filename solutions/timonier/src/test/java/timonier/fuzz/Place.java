package timonier.fuzz;

import timonier.fuzz.Api.Resource;

/// Where one object is, or would be.
///
/// @param namespace empty where the resource has none
record Place(Resource resource, String namespace, String name) {

  /// Where all that the fuzzer makes in namespaces lies.
  static final java.util.List<String> NAMESPACES = java.util.List.of("fuzz-a", "fuzz-b");

  /// How many names there are in each place: few, so that requests meet each other.
  private static final int NAMES = 4;

  /// Some place for an object.
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
