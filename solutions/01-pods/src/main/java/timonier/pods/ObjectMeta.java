package timonier.pods;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Name, identity, labels and owners of an object (Kubernetes API, `meta/v1 ObjectMeta`).
///
/// @param name unique among the objects of its type in its namespace
/// @param generateName a prefix from which the server makes a name when `name` is empty
/// @param namespace empty for objects of the whole cluster
/// @param uid given by the server, never used again: a new object of the same name has another
/// @param resourceVersion changes with every write; opaque to clients
/// @param generation counts the changes of `spec`
/// @param creationTimestamp when the server created it
/// @param deletionTimestamp when it will be or was to be gone; present once deletion began
/// @param deletionGracePeriodSeconds how long it may take to stop
/// @param labels what selectors match
/// @param annotations notes that nothing selects by
/// @param ownerReferences the objects it depends on
/// @param finalizers who must still let go before it is removed
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

  /// Fills what is absent with empty values.
  public ObjectMeta(
      @Nullable String name,
      @Nullable String generateName,
      @Nullable String namespace,
      @Nullable String uid,
      @Nullable String resourceVersion,
      long generation,
      @Nullable Optional<Instant> creationTimestamp,
      @Nullable Optional<Instant> deletionTimestamp,
      @Nullable Optional<Long> deletionGracePeriodSeconds,
      @Nullable Map<String, String> labels,
      @Nullable Map<String, String> annotations,
      @Nullable List<OwnerReference> ownerReferences,
      @Nullable List<String> finalizers) {
    this.name = Absent.text(name);
    this.generateName = Absent.text(generateName);
    this.namespace = Absent.text(namespace);
    this.uid = Absent.text(uid);
    this.resourceVersion = Absent.text(resourceVersion);
    this.generation = generation;
    this.creationTimestamp = Absent.value(creationTimestamp);
    this.deletionTimestamp = Absent.value(deletionTimestamp);
    this.deletionGracePeriodSeconds = Absent.value(deletionGracePeriodSeconds);
    this.labels = Absent.map(labels);
    this.annotations = Absent.map(annotations);
    this.ownerReferences = Absent.list(ownerReferences);
    this.finalizers = Absent.list(finalizers);
  }

  /// The metadata of a new object, before the server has seen it.
  public static ObjectMeta of(String namespace, String name) {
    return new ObjectMeta(
        name, null, namespace, null, null, 0, null, null, null, null, null, null, null);
  }

  /// The metadata of a new object whose name the server makes from a prefix.
  public static ObjectMeta generated(String namespace, String prefix) {
    return new ObjectMeta(
        null, prefix, namespace, null, null, 0, null, null, null, null, null, null, null);
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

  /// True once deletion began: it only goes away from here.
  @JsonIgnore
  public boolean isBeingDeleted() {
    return deletionTimestamp.isPresent();
  }

  /// The one owner that manages this object, if it has one.
  @JsonIgnore
  public Optional<OwnerReference> controller() {
    return ownerReferences.stream().filter(OwnerReference::isController).findFirst();
  }
}
