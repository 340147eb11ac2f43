package timonier.apiserver.streams;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import timonier.kit.loop.EventLoop;
import timonier.kubelet.streams.WebSocket;

/// Forwards ports for clients that speak no SPDY: one connection to each port, on two channels, the
/// even one with its data, the odd one for an error. The first message of each is the port, its low
/// byte first. Neither side can say that it ended and listens still.
final class WebSocketForwards {

  private final EventLoop loop;
  private final WebSocket socket;
  private final List<Integer> ports;
  private final NodeStreams node;
  private final String pod;

  WebSocketForwards(
      EventLoop loop, WebSocket socket, List<Integer> ports, NodeStreams node, String pod) {
    this.loop = loop;
    this.socket = socket;
    this.ports = ports;
    this.node = node;
    this.pod = pod;
  }

  /// Forwards until the client leaves.
  void run() throws IOException {
    var connections = new ArrayList<ForwardedConnection>();
    for (var port : ports) {
      var channel = 2 * connections.size();
      var number = new byte[] {(byte) (int) port, (byte) (port >> 8)};
      socket.send(channel, number);
      socket.send(channel + 1, number);
      var forwarded = new ForwardedConnection(loop, client(channel));
      connections.add(forwarded);
      loop.spawn("port " + port, () -> forwarded.run(node, port, pod));
    }
    try {
      for (var next = socket.receive(); next.isPresent(); next = socket.receive()) {
        hear(next.get(), connections);
      }
    } finally {
      connections.forEach(ForwardedConnection::cut);
    }
  }

  private static void hear(byte[] message, List<ForwardedConnection> connections)
      throws IOException {
    var channel = message.length == 0 ? 1 : message[0] & 0xff;
    if (channel % 2 == 0 && channel / 2 < connections.size()) {
      var bytes = java.util.Arrays.copyOfRange(message, 1, message.length);
      if (!connections.get(channel / 2).hear(bytes)) {
        throw new IOException("a port that takes nothing");
      }
    }
  }

  private ForwardedConnection.Client client(int channel) {
    return new ForwardedConnection.Client() {
      @Override
      public void say(byte[] bytes, int offset, int length) throws IOException {
        socket.send(channel, bytes, offset, length);
      }

      @Override
      public void end(String error) throws IOException {
        if (!error.isEmpty()) {
          socket.send(channel + 1, error.getBytes(StandardCharsets.UTF_8));
        }
      }
    };
  }
}
