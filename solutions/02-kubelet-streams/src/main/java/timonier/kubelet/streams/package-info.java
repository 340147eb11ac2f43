/// Talking to a program in a container, or to a port of a pod, over a network, as `kubectl exec`,
/// `kubectl attach` and `kubectl port-forward` do.
///
/// Read in this order: [Channels], [WebSocket], [FramedChannels], [RemoteCommand], [PortForward].
@NullMarked
package timonier.kubelet.streams;

import org.jspecify.annotations.NullMarked;
