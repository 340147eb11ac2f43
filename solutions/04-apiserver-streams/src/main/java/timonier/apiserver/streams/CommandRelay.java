package timonier.apiserver.streams;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Set;
import timonier.apiserver.streams.spdy.SpdyConnection;
import timonier.kit.loop.EventLoop;
import timonier.kubelet.streams.Channels;
import timonier.kubelet.streams.WebSocket;

/// Talks to a client in the protocol it chose, and to the program behind it in ours.
///
/// @param loop on which the client is listened to
/// @param chosen what the client speaks
/// @param expected the channels that a client opens which has to open them itself
/// @param program what it talks to
/// @param finishes whether the program may finish what a client told it that has left
record CommandRelay(
    EventLoop loop,
    Negotiation chosen,
    Set<Integer> expected,
    NodeStreams.Session program,
    boolean finishes) {

  /// How long a client may take to open its streams (Kubernetes: 30 s).
  private static final Duration OPENING = Duration.ofSeconds(30);

  void talk(ClientConnection client) throws IOException {
    var out = new PatientOutput(loop, client.out(), Patience.USUAL, client.cut());
    try (out;
        program) {
      switch (chosen.transport()) {
        case WEBSOCKET -> {
          var channels = channels(new WebSocket(client.in(), out));
          new ChannelRelay(loop, channels, client.cut(), program, finishes).run();
        }
        case SPDY -> spdy(client, out);
      }
    }
  }

  private Channels channels(WebSocket socket) {
    var protocol = chosen.protocol();
    var channels = protocol.contains("base64.") ? new Base64Channels(socket) : socket;
    return protocol.startsWith("v") ? channels : new EarlyStatus(channels);
  }

  private void spdy(ClientConnection client, OutputStream out) throws IOException {
    try (var connection = new SpdyConnection(client.in(), out)) {
      var channels = new SpdyChannels(connection);
      var late = loop.after(OPENING, client.cut());
      channels.awaitStreams(expected);
      late.cancel();
      new ChannelRelay(loop, channels, client.cut(), program, finishes).run();
    }
  }
}
