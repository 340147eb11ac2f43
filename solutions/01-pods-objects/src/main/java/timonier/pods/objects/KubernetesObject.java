package timonier.pods.objects;

/// What every object of the cluster has: a name, an identity and labels.
public interface KubernetesObject {

  /// Name, identity, labels and owners.
  ObjectMeta metadata();

  /// Where it is found.
  default ObjectKey key() {
    return new ObjectKey(metadata().namespace(), metadata().name());
  }
}
