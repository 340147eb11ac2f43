package timonier.scheduler;

import java.util.List;
import java.util.Optional;
import timonier.pods.Container;
import timonier.pods.OwnerReference;
import timonier.pods.Pod;
import timonier.pods.Toleration;

/// A pod that wants a node, with what filters and scores ask of it, worked out once for all nodes.
///
/// @param pod the pod
/// @param request what it asks for
/// @param hostPorts the ports it wants of the node itself
/// @param owner the identity of its controller
record PendingPod(Pod pod, Resources request, List<String> hostPorts, Optional<String> owner) {

  static PendingPod of(Pod pod) {
    return new PendingPod(pod, Resources.of(pod), hostPorts(pod), owner(pod));
  }

  static Optional<String> owner(Pod pod) {
    return pod.metadata().controller().map(OwnerReference::uid);
  }

  static List<String> hostPorts(Pod pod) {
    return pod.spec().longRunning().stream()
        .flatMap(container -> container.ports().stream())
        .filter(port -> port.hostPort() > 0)
        .map((Container.Port port) -> port.hostPort() + "/" + port.protocol())
        .toList();
  }

  List<Toleration> tolerations() {
    return pod.spec().tolerations();
  }
}
