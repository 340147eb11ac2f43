/// A node's HTTP servers: a read-only port for anybody, and a port with TLS for the API server.
///
/// Read in this order: [KubeletServer], [NodeStats], [ContainerLogs], [PodStreams],
/// [PodContainers].
@NullMarked
package timonier.kubelet.http;

import org.jspecify.annotations.NullMarked;
