package timonier.kubelet.streams;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import timonier.kit.loop.BlockOutput;
import timonier.kit.loop.EventLoop;
import timonier.kit.loop.Promise;
import timonier.pods.objects.JsonFormat;
import timonier.pods.runtime.ContainerRuntime.Session;
import timonier.pods.runtime.RuntimeFailure;

/// Carries a [Session] over [Channels], as `kubectl exec` and `kubectl attach` expect.
///
/// At the end, the channel of errors gets one `Status`, with the exit code if the command failed.
public final class RemoteCommand {

  private final EventLoop loop;
  private final Channels channels;
  private final boolean stdin;

  /// @param loop that runs the reading from the other side
  /// @param stdin whether the program has an input; otherwise input is dropped
  public RemoteCommand(EventLoop loop, Channels channels, boolean stdin) {
    this.loop = loop;
    this.channels = channels;
    this.stdin = stdin;
  }

  /// Copies input and outputs until the program ends or the client leaves; returns once the client
  /// has left, too.
  ///
  /// @param open begins the session; what it throws is reported to the client
  public void run(Supplier<Session> open) throws IOException {
    Session session;
    try {
      session = open.get();
    } catch (RuntimeFailure failure) {
      end(Statuses.failed(failure));
      return;
    }
    var left = loop.<Boolean>promise();
    loop.spawn("hear", () -> hear(session, left));
    try (session) {
      end(status(session));
    } finally {
      left.await();
    }
  }

  private byte[] status(Session session) {
    try {
      var code = session.run(output(Channels.STDOUT), output(Channels.STDERR));
      return Statuses.exited(code);
    } catch (RuntimeFailure failure) {
      return Statuses.failed(failure);
    }
  }

  private void end(byte[] status) throws IOException {
    channels.send(Channels.ERROR, status);
    channels.close();
  }

  private OutputStream output(int channel) {
    return new BlockOutput() {
      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        channels.send(channel, bytes, offset, length);
      }
    };
  }

  /// Reads from the client until it leaves.
  private void hear(Session session, Promise<Boolean> left) {
    try {
      var message = channels.receive();
      while (message.isPresent()) {
        if (message.get().length > 0) {
          hear(session, message.get());
        }
        message = channels.receive();
      }
    } catch (IOException | RuntimeFailure _) {
      // the client is gone, or the program is
    }
    session.close();
    left.complete(true);
  }

  private void hear(Session session, byte[] message) throws IOException {
    switch (message[0] & 0xff) {
      case Channels.STDIN -> {
        if (stdin) {
          tell(session, message);
        }
      }
      case Channels.RESIZE -> resize(session, message);
      case Channels.CLOSE -> {
        if (message.length > 1 && message[1] == Channels.STDIN && stdin) {
          session.in().close();
        }
      }
      default -> throw new IOException("a client has no channel " + message[0]);
    }
  }

  /// Passes a message to the program. A program that has ended, or closed its input, takes no more,
  /// but its output still counts.
  private static void tell(Session session, byte[] message) {
    try {
      session.in().write(message, 1, message.length - 1);
      session.in().flush();
    } catch (IOException _) {
      // reported at the end of the session
    }
  }

  private static void resize(Session session, byte[] message) throws IOException {
    var text = new String(message, 1, message.length - 1, StandardCharsets.UTF_8);
    try {
      var size = JsonFormat.parse(text.getBytes(StandardCharsets.UTF_8));
      session.resize(size.path("Width").asInt(), size.path("Height").asInt());
    } catch (IllegalArgumentException e) {
      throw new IOException("not the size of a terminal: " + text, e);
    }
  }
}
