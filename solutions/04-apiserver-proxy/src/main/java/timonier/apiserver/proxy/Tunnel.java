package timonier.apiserver.proxy;

import java.io.IOException;
import java.time.Duration;
import timonier.apiserver.streams.ClientConnection;
import timonier.kit.loop.EventLoop;

/// A client and a program that agreed on another protocol, as on WebSocket: bytes in both
/// directions, until one of both leaves.
///
/// @param loop on which the program is listened to
/// @param program what the client talks to
record Tunnel(EventLoop loop, PatientConnection program) {

  /// How long both may be silent (Kubernetes: four hours).
  private static final Duration SILENCE = Duration.ofHours(4);

  /// Passes bytes on.
  ///
  /// @throws IOException if one of both is gone
  void talk(ClientConnection client) throws IOException {
    program.allow(SILENCE);
    var told = loop.<Boolean>promise();
    loop.spawn(
        "proxied answer",
        () -> {
          try {
            Exchange.pass(program.in(), client.out());
          } catch (IOException _) {
            // the client learns it from the end of its connection, if it is still there
          } finally {
            client.cut().run();
            told.complete(true);
          }
        });
    try (program) {
      Exchange.pass(client.in(), program.out());
    }
    told.await();
  }
}
