/// Sessions with a program in a container, or a port of a pod, over a network, as for `kubectl
/// exec`, `kubectl attach` and `kubectl port-forward`.
///
/// Read in this order: [Channels], [WebSocket], [FramedChannels], [RemoteCommand], [PortForward].
@NullMarked
package timonier.kubelet.streams;

import org.jspecify.annotations.NullMarked;
