/// The ports of the kubelet: where it learns which pods to run and what they need, and where it
/// reports how they are.
///
/// Called by the kubelet. Filled by a folder of manifests and the node's own volumes, and by
/// clients of the API server.
///
/// Read in this order: [PodSource], [EnvironmentSource], [VolumeSource], [PodStatusSink] with
/// [StatusWriter], [EventSink].
@NullMarked
package timonier.kubelet.ports;

import org.jspecify.annotations.NullMarked;
