package timonier.kubelet.ports;

import java.util.List;
import java.util.Optional;
import timonier.pods.Pod;
import timonier.pods.Volume;
import timonier.pods.objects.Part;

/// Where the content of a pod's volumes comes from. Calls may block.
public interface VolumeSource extends Part.Extension {

  /// Provides a volume; providing it again gives the same.
  ///
  /// @return the folder of the node that holds it; empty if this source does not know that kind
  /// @throws timonier.pods.runtime.RuntimeFailure with reason `FailedMount` if it cannot be
  ///   provided
  Optional<String> mount(Pod pod, Volume volume);

  /// The wishes about a volume that this source ignores, a sentence each.
  default List<String> unkept(Volume volume) {
    return List.of();
  }

  /// The part of a volume that a container sees where it does not want all of it.
  ///
  /// @param folder what [#mount] gave
  /// @param subPath the part: a path below the volume, without `..`
  /// @return where the part is on the node; it is inside the volume, whatever links that has
  /// @throws timonier.pods.runtime.RuntimeFailure with reason `CreateContainerConfigError` if it is
  ///   outside
  default String part(String folder, String subPath) {
    return folder + "/" + subPath;
  }

  /// Keeps a file of the kubelet's own for a pod, as its hosts file, until [#unmount].
  ///
  /// @param name its name, unique in the pod
  /// @param text what it holds from now on
  /// @return where it is on the node; empty if this source keeps no files
  /// @throws timonier.pods.runtime.RuntimeFailure with reason `FailedMount` if it cannot be written
  default Optional<String> file(Pod pod, String name, String text) {
    return Optional.empty();
  }

  /// Clears away whatever was provided for a pod.
  ///
  /// @param uid the pod's identity
  void unmount(String uid);
}
