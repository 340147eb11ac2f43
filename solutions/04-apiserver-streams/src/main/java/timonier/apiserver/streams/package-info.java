/// Talking to programs and ports of pods through the API server: what `kubectl exec`, `attach`,
/// `cp` and `port-forward` need, in the protocols of old clients and new ones.
///
/// Whatever a client speaks, between API server and kubelet there are only
/// [timonier.kubelet.streams.Channels]:
///
/// ```
/// kubectl ≥ 1.30  --WebSocket, v5.channel.k8s.io-------+
/// other clients   --WebSocket, v4.channel.k8s.io-------+--> Channels --> kubelet --> program
/// older kubectls  --SPDY/3.1, v4.channel.k8s.io--------+
/// ```
///
/// Read in this order: [Upgrade], [PodStreams], [Negotiation], [CommandRelay], [ChannelRelay],
/// [NodeChannels]; [SpdyChannels]; [ForwardRelay], [SpdyForwards], [ForwardedConnection].
@NullMarked
package timonier.apiserver.streams;

import org.jspecify.annotations.NullMarked;
