package timonier.apiserver.streams;

import java.io.IOException;
import timonier.kit.loop.EventLoop;
import timonier.kubelet.streams.WebSocket;

/// Talks to a client in the protocol it chose, and to the program behind it in ours.
///
/// @param loop on which the client is listened to
/// @param chosen what the client speaks
/// @param program what it talks to
record CommandRelay(EventLoop loop, Negotiation chosen, NodeChannels program) {

  void talk(ClientConnection client) throws IOException {
    var out = new PatientOutput(loop, client.out(), PatientOutput.PATIENCE, client.cut());
    try (out;
        program) {
      var socket = new WebSocket(client.in(), out);
      new ChannelRelay(loop, socket, client.cut(), program).run();
    }
  }
}
