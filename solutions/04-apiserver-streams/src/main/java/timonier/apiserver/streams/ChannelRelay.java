package timonier.apiserver.streams;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import timonier.kit.loop.EventLoop;
import timonier.kubelet.streams.Channels;
import timonier.kubelet.streams.Statuses;

/// Passes messages on between a client and a program, until one of them leaves.
///
/// It keeps one message in each direction and no more, so that whoever is slow makes the other one
/// wait.
final class ChannelRelay {

  /// How long a client may take to leave after it was said goodbye. It gets the last words first
  /// that way: to end a connection before everything was read makes what is under way be lost.
  private static final Duration FAREWELL = Duration.ofSeconds(10);

  private final EventLoop loop;
  private final Channels client;
  private final Runnable cut;
  private final Channels program;

  /// @param cut ends the client's connection at once
  ChannelRelay(EventLoop loop, Channels client, Runnable cut, Channels program) {
    this.loop = loop;
    this.client = client;
    this.cut = cut;
    this.program = program;
  }

  void run() throws IOException {
    var left = loop.<Boolean>promise();
    loop.spawn(
        "client",
        () -> {
          hear();
          left.complete(true);
        });
    try {
      say();
      client.close();
    } catch (IOException _) {
      // the client is gone
      cut.run();
    }
    var limit = loop.after(FAREWELL, cut);
    left.await();
    limit.cancel();
  }

  /// Passes on what the program says, its end included.
  private void say() throws IOException {
    for (var next = fromProgram(); next.isPresent(); next = fromProgram()) {
      var message = next.get();
      client.send(message[0], message, 1, message.length - 1);
      if (message[0] == Channels.ERROR) {
        return;
      }
    }
    client.send(Channels.ERROR, Statuses.internal("the connection to the node ended"));
  }

  private Optional<byte[]> fromProgram() {
    try {
      return program.receive();
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /// Passes on what the client says, until it leaves; then the program's session ends.
  private void hear() {
    try (program) {
      for (var next = client.receive(); next.isPresent(); next = client.receive()) {
        var message = next.get();
        if (message.length > 0) {
          program.send(message[0], message, 1, message.length - 1);
        }
      }
    } catch (IOException _) {
      // one of both is gone, and the other one is told by the end of its connection
    }
  }
}
