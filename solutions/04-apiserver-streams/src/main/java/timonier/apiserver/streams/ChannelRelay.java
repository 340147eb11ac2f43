package timonier.apiserver.streams;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import timonier.kit.loop.EventLoop;
import timonier.kubelet.streams.Channels;
import timonier.kubelet.streams.Statuses;

/// Passes messages on between a client and a program, until one of them leaves.
///
/// It keeps only one message in each direction, so that the slow side makes the other one wait.
final class ChannelRelay {

  /// How long a client may take to leave after it was said goodbye. It gets the last words first
  /// that way: to end a connection before everything was read makes what is under way be lost.
  private static final Duration FAREWELL = Duration.ofSeconds(10);

  /// How long a program may go on after a client that told it something has left.
  private static final Duration LAST_WORK = Duration.ofSeconds(10);

  private final EventLoop loop;
  private final Channels client;
  private final Runnable cut;
  private final Channels program;
  private final boolean finishes;

  /// @param cut ends the client's connection at once
  /// @param finishes whether a client that says goodbye only ends the program's input; else its
  ///   session ends at once, as it does when the connection breaks. A client that cannot say that
  ///   the input ended leaves in its place, and what it sent must not be lost
  ChannelRelay(EventLoop loop, Channels client, Runnable cut, Channels program, boolean finishes) {
    this.loop = loop;
    this.client = client;
    this.cut = cut;
    this.program = program;
    this.finishes = finishes;
  }

  void run() throws IOException {
    var left = loop.<EventLoop.Cancellable>promise();
    loop.spawn("client", () -> left.complete(hear()));
    try {
      say();
      client.close();
    } catch (IOException _) {
      // the client is gone
      cut.run();
    }
    var limit = loop.after(FAREWELL, cut);
    left.await().cancel();
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
  ///
  /// @return what ends the session a little later, where it did not end yet
  private EventLoop.Cancellable hear() {
    try {
      for (var next = client.receive(); next.isPresent(); next = client.receive()) {
        var message = next.get();
        if (message.length > 0) {
          program.send(message[0], message, 1, message.length - 1);
        }
      }
      if (finishes) {
        program.end(Channels.STDIN);
        return loop.after(LAST_WORK, this::end);
      }
    } catch (IOException _) {
      // one of the two is gone, and the other learns it from the end of its connection
    }
    end();
    return () -> {};
  }

  private void end() {
    try {
      program.close();
    } catch (IOException _) {
      // it is over all the same
    }
  }
}
