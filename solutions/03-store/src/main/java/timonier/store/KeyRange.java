package timonier.store;

/// A range of values: all of a resource, those of one namespace, or one.
///
/// @param resource the type of object
/// @param namespace one namespace; empty for all
/// @param name one name; empty for all
public record KeyRange(String resource, String namespace, String name) {

  /// All values of a resource.
  public static KeyRange of(String resource) {
    return new KeyRange(resource, "", "");
  }

  /// The range of one value.
  public static KeyRange of(StoreKey key) {
    return new KeyRange(key.resource(), key.namespace(), key.name());
  }

  /// Whether a key is in the range.
  public boolean contains(StoreKey key) {
    return resource.equals(key.resource())
        && (namespace.isEmpty() || namespace.equals(key.namespace()))
        && (name.isEmpty() || name.equals(key.name()));
  }
}
