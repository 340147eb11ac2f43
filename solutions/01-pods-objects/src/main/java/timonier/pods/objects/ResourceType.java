package timonier.pods.objects;

import java.util.List;

/// A type of object that the cluster keeps, and where its API is found.
///
/// @param group the API group; empty for the core group
/// @param version the version in the group, as in `v1`
/// @param kind the name in documents, as in `Pod`
/// @param plural the name in paths, as in `pods`
/// @param namespaced whether its objects live in namespaces
/// @param shortNames what `kubectl` accepts for it, as in `po`
/// @param categories the groups it is listed under, as in `all`
/// @param subresources the parts of one object with paths of their own, as in `status`
/// @param recordType the record that its objects are read into
/// @param <T> that record
public record ResourceType<T extends KubernetesObject>(
    String group,
    String version,
    String kind,
    String plural,
    boolean namespaced,
    List<String> shortNames,
    List<String> categories,
    List<String> subresources,
    Class<T> recordType) {

  /// `v1` or `apps/v1`: what documents say in `apiVersion`.
  public String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  /// `pods` or `deployments.apps`: how messages name it.
  public String groupResource() {
    return group.isEmpty() ? plural : plural + "." + group;
  }

  /// The kind in lower case.
  public String singular() {
    return kind.toLowerCase(java.util.Locale.ROOT);
  }

  /// The path of one object or, with an empty name, of the collection (of all namespaces where the
  /// namespace is empty too).
  public String path(ObjectKey key) {
    var path =
        new StringBuilder(group.isEmpty() ? "/api/" : "/apis/" + group + "/").append(version);
    if (!key.namespace().isEmpty()) {
      path.append("/namespaces/").append(key.namespace());
    }
    path.append('/').append(plural);
    return key.name().isEmpty() ? path.toString() : path.append('/').append(key.name()).toString();
  }

  @Override
  public String toString() {
    return groupResource();
  }
}
