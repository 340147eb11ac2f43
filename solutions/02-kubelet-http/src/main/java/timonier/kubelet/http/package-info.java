/// What a node answers by HTTP: to anybody on a port that only reads, and to the API server on one
/// with TLS.
///
/// Read in this order: [KubeletServer], [NodeStats], [ContainerLogs], [KubeletStreams],
/// [PodContainers].
@NullMarked
package timonier.kubelet.http;

import org.jspecify.annotations.NullMarked;
