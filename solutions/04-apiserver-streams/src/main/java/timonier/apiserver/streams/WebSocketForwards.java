package timonier.apiserver.streams;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import timonier.kit.loop.EventLoop;
import timonier.kubelet.streams.WebSocket;

/// Forwards ports for clients that speak no SPDY: one connection to each port, on two channels, the
/// even one with its data, the odd one for an error. The first message of each is the port, its low
/// byte first. Neither side can end its own data and still listen: the end of the WebSocket ends
/// all connections.
final class WebSocketForwards {

  /// How long a client may take to leave after it was said goodbye.
  private static final Duration FAREWELL = Duration.ofSeconds(10);

  private final EventLoop loop;
  private final WebSocket socket;
  private final Runnable cut;
  private final List<Integer> ports;
  private final NodeStreams node;
  private final String pod;
  private final Set<Integer> open = new TreeSet<>();

  /// @param cut ends the client's connection at once
  /// @param pod its name, for messages
  WebSocketForwards(
      EventLoop loop,
      WebSocket socket,
      Runnable cut,
      List<Integer> ports,
      NodeStreams node,
      String pod) {
    this.loop = loop;
    this.socket = socket;
    this.cut = cut;
    this.ports = ports;
    this.node = node;
    this.pod = pod;
  }

  /// Forwards until all pods have ended their connections, or the client leaves.
  void run() throws IOException {
    var connections = new ArrayList<ForwardedConnection>();
    for (var port : ports) {
      var channel = 2 * connections.size();
      var number = new byte[] {(byte) (int) port, (byte) (port >> 8)};
      socket.send(channel, number);
      socket.send(channel + 1, number);
      open.add(channel);
      connections.add(new ForwardedConnection(loop, client(channel)));
    }
    for (var i = 0; i < ports.size(); i++) {
      var forwarded = connections.get(i);
      var port = ports.get(i);
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
        ended(channel);
      }
    };
  }

  private void ended(int channel) throws IOException {
    boolean isLast;
    synchronized (open) {
      isLast = open.remove(channel) && open.isEmpty();
    }
    if (isLast) {
      socket.close();
      loop.after(FAREWELL, cut);
    }
  }
}
