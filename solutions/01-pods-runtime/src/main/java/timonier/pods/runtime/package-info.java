/// The port behind which containers run, in the shape of Kubernetes' Container Runtime Interface.
///
/// Called by the kubelet and by what it asks containers. Filled by Docker, by processes of the
/// machine, and by a simulation, each a module of its own.
///
/// Read in this order: [ContainerRuntime], [Limits], [Privileges], [PidScope], [RuntimeFailure],
/// [NodeDialer], [SocketConnection].
@NullMarked
package timonier.pods.runtime;

import org.jspecify.annotations.NullMarked;
