/// A node's HTTP servers: a read-only port for anybody, and a port with TLS for the API server.
///
/// Read in this order: [KubeletServer], [NodeStats], [ContainerLogs], [KubeletStreams],
/// [PodContainers].
@NullMarked
package timonier.kubelet.http;

import org.jspecify.annotations.NullMarked;
