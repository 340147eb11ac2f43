/// Talking to a program in a container over a WebSocket, as `kubectl exec` and `kubectl attach` do.
///
/// Read in this order: [WebSocket], [RemoteCommand].
@NullMarked
package timonier.kubelet.streams;

import org.jspecify.annotations.NullMarked;
