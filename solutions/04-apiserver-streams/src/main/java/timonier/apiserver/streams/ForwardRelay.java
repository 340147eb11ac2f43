package timonier.apiserver.streams;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import timonier.apiserver.streams.spdy.SpdyConnection;
import timonier.kit.loop.EventLoop;
import timonier.kubelet.streams.WebSocket;

/// Forwards ports for a client in the protocol it chose.
///
/// @param loop on which client and pod are listened to
/// @param chosen what the client speaks
/// @param ports the ports, where the protocol does not tell them later
/// @param node the way to the pod
/// @param pod its name, for messages
record ForwardRelay(
    EventLoop loop, Negotiation chosen, List<Integer> ports, NodeStreams node, String pod) {

  /// SPDY that a WebSocket carries, as `kubectl` from 1.31 on speaks it.
  static final String TUNNEL = "SPDY/3.1+portforward.k8s.io";

  void talk(ClientConnection client) throws IOException {
    try (var out = new PatientOutput(loop, client.out(), Patience.USUAL, client.cut())) {
      switch (chosen.transport()) {
        case SPDY -> spdy(client.in(), out);
        case WEBSOCKET -> {
          var socket = new WebSocket(client.in(), out);
          if (chosen.protocol().equals(TUNNEL)) {
            var bytes = new WebSocketBytes(socket);
            spdy(bytes.in(), new BufferedOutputStream(bytes.out(), 16 << 10));
          } else {
            new WebSocketForwards(loop, socket, client.cut(), ports, node, pod).run();
          }
          socket.close();
        }
      }
    }
  }

  private void spdy(InputStream in, OutputStream out) throws IOException {
    try (var connection = new SpdyConnection(in, out)) {
      new SpdyForwards(loop, connection, node, pod).run();
    }
  }
}
