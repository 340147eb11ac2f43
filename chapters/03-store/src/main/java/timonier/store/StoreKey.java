package timonier.store;

import java.util.Comparator;

/// The name of a value.
///
/// @param resource the type of object, as in `pods` or `deployments.apps`
/// @param namespace its namespace; empty for objects of the whole cluster
/// @param name its name
public record StoreKey(String resource, String namespace, String name)
    implements Comparable<StoreKey> {

  private static final Comparator<StoreKey> ORDER =
      Comparator.comparing(StoreKey::resource)
          .thenComparing(StoreKey::namespace)
          .thenComparing(StoreKey::name);

  @Override
  public int compareTo(StoreKey other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return "/" + resource + "/" + (namespace.isEmpty() ? "" : namespace + "/") + name;
  }
}
