package timonier.pods.objects;

/// Where an object is found among those of its type.
///
/// @param namespace its namespace; empty for an object of the whole cluster
/// @param name its name, unique in the namespace
public record ObjectKey(String namespace, String name) implements Comparable<ObjectKey> {

  /// The key of an object of the whole cluster.
  public static ObjectKey of(String name) {
    return new ObjectKey("", name);
  }

  @Override
  public int compareTo(ObjectKey other) {
    var byNamespace = namespace.compareTo(other.namespace);
    return byNamespace != 0 ? byNamespace : name.compareTo(other.name);
  }

  /// `namespace/name`, or just the name.
  @Override
  public String toString() {
    return namespace.isEmpty() ? name : namespace + "/" + name;
  }
}
