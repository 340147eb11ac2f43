package timonier.kubelet.ports;

import java.util.Map;
import java.util.Optional;
import timonier.pods.Container;
import timonier.pods.Pod;
import timonier.pods.objects.Json;
import timonier.pods.objects.Part;

/// Where a container's environment comes from besides the values in its own spec. Calls may block.
public interface EnvironmentSource extends Part.Extension {

  /// Variables that every container of a pod gets; those of its own spec take precedence.
  default Map<String, String> variables(Pod pod) {
    return Map.of();
  }

  /// The value that a variable's `valueFrom` stands for.
  ///
  /// @param at the pod, one of its containers, and where they run
  /// @param valueFrom as in `{"fieldRef": {"fieldPath": "metadata.name"}}`
  /// @return empty if this source does not know that kind
  /// @throws timonier.pods.runtime.RuntimeFailure with reason `CreateContainerConfigError` if it
  ///   knows the kind, but there is no such value
  Optional<String> value(Place at, Json valueFrom);

  /// A container and where it runs.
  ///
  /// @param pod its pod
  /// @param container the container
  /// @param podIp the pod's address
  /// @param hostIp the node's address
  record Place(Pod pod, Container container, String podIp, String hostIp) {}
}
