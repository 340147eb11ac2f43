package timonier.pods;

import java.util.Optional;
import timonier.pods.objects.Json;

/// A folder that the containers of a pod share (`core/v1 Volume`).
///
/// @param name unique in the pod
/// @param emptyDir a folder that is made for the pod and removed with it
/// @param hostPath a folder of the node
/// @param configMap files from a ConfigMap; used from chapter 11
/// @param secret files from a Secret; used from chapter 11
/// @param downwardAPI files about the pod; used from chapter 11
/// @param projected several of these in one; used from chapter 11
/// @param persistentVolumeClaim storage that outlives the pod; used from chapter 11
public record Volume(
    String name,
    Optional<Json> emptyDir,
    Optional<HostPath> hostPath,
    Optional<Json> configMap,
    Optional<Json> secret,
    Optional<Json> downwardAPI,
    Optional<Json> projected,
    Optional<Json> persistentVolumeClaim) {

  /// A folder of the node.
  ///
  /// @param path where it is
  /// @param type what must be there, as in `DirectoryOrCreate`; empty for no check
  public record HostPath(String path, String type) {}
}
