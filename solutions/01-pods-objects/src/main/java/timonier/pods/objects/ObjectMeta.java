package timonier.pods.objects;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Name, identity, labels and owners of an object (Kubernetes API, `meta/v1 ObjectMeta`).
///
/// @param name unique among the objects of its type in its namespace
/// @param generateName a prefix from which the server makes a name when `name` is empty
/// @param namespace empty for objects of the whole cluster
/// @param uid given by the server, never used again: a new object of the same name has another
/// @param resourceVersion changes with every write; opaque to clients
/// @param generation counts the changes of `spec`
/// @param creationTimestamp when the server created it
/// @param deletionTimestamp when it must be gone; present once deletion began
/// @param deletionGracePeriodSeconds how long it may take to stop
/// @param labels what selectors match
/// @param annotations notes that nothing selects by
/// @param ownerReferences the objects it depends on
/// @param finalizers those that must still let go before it is removed
public record ObjectMeta(
    String name,
    String generateName,
    String namespace,
    String uid,
    String resourceVersion,
    long generation,
    Optional<Instant> creationTimestamp,
    Optional<Instant> deletionTimestamp,
    Optional<Long> deletionGracePeriodSeconds,
    Map<String, String> labels,
    Map<String, String> annotations,
    List<OwnerReference> ownerReferences,
    List<String> finalizers) {

  /// The metadata of a new object, before the server has seen it.
  public static ObjectMeta of(String namespace, String name) {
    return new ObjectMeta(
        name,
        "",
        namespace,
        "",
        "",
        0,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        Map.of(),
        List.of(),
        List.of());
  }

  /// The metadata of a new object whose name the server makes from a prefix.
  public static ObjectMeta generated(String namespace, String prefix) {
    return new ObjectMeta(
        "",
        prefix,
        namespace,
        "",
        "",
        0,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        Map.of(),
        List.of(),
        List.of());
  }

  /// The same with other labels.
  public ObjectMeta withLabels(Map<String, String> labels) {
    return with(labels, annotations, ownerReferences, finalizers);
  }

  /// The same with other annotations.
  public ObjectMeta withAnnotations(Map<String, String> annotations) {
    return with(labels, annotations, ownerReferences, finalizers);
  }

  /// The same with other owners.
  public ObjectMeta withOwners(List<OwnerReference> owners) {
    return with(labels, annotations, owners, finalizers);
  }

  /// The same with other finalizers.
  public ObjectMeta withFinalizers(List<String> finalizers) {
    return with(labels, annotations, ownerReferences, finalizers);
  }

  private ObjectMeta with(
      Map<String, String> labels,
      Map<String, String> annotations,
      List<OwnerReference> owners,
      List<String> finalizers) {
    return new ObjectMeta(
        name,
        generateName,
        namespace,
        uid,
        resourceVersion,
        generation,
        creationTimestamp,
        deletionTimestamp,
        deletionGracePeriodSeconds,
        labels,
        annotations,
        owners,
        finalizers);
  }

  /// True once deletion began, from which there is no way back.
  public boolean isBeingDeleted() {
    return deletionTimestamp.isPresent();
  }

  /// The one owner that manages this object, if it has one.
  public Optional<OwnerReference> controller() {
    return ownerReferences.stream().filter(OwnerReference::isController).findFirst();
  }
}
