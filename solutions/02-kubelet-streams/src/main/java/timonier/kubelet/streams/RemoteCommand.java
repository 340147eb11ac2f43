package timonier.kubelet.streams;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import timonier.kit.loop.EventLoop;
import timonier.pods.ContainerRuntime.Session;
import timonier.pods.JsonFormat;
import timonier.pods.RuntimeFailure;

/// Passes a [Session] on by the protocols of `kubectl exec` and `kubectl attach`.
///
/// The first byte of each message names a channel. At the end the channel of errors gets one
/// `Status`, which tells the exit code of a command that failed.
public final class RemoteCommand {

  /// The protocols that are spoken, the best first. Only v5 can say that the input ended.
  public static final List<String> PROTOCOLS = List.of("v5.channel.k8s.io", "v4.channel.k8s.io");

  private static final int STDIN = 0;
  private static final int STDOUT = 1;
  private static final int STDERR = 2;
  private static final int ERROR = 3;
  private static final int RESIZE = 4;
  private static final int CLOSE = 255;

  private final EventLoop loop;
  private final WebSocket socket;
  private final Session session;

  /// @param loop on which the other side is listened to
  public RemoteCommand(EventLoop loop, WebSocket socket, Session session) {
    this.loop = loop;
    this.socket = socket;
    this.session = session;
  }

  /// The best protocol that a client speaks too.
  ///
  /// @param offered what the client said in `Sec-WebSocket-Protocol`
  public static Optional<String> choose(String offered) {
    var names = List.of(offered.split("\\s*,\\s*"));
    return PROTOCOLS.stream().filter(names::contains).findFirst();
  }

  /// Passes on what is said and heard, until the program ended or the client left.
  public void run() throws IOException {
    try (session) {
      loop.spawn("hear", this::hear);
      end(status(session.run(channel(STDOUT), channel(STDERR))));
    } catch (RuntimeFailure failure) {
      end(failed("InternalError", String.valueOf(failure.getMessage()), Optional.empty()));
    }
  }

  private void end(byte[] status) throws IOException {
    socket.send(ERROR, status, 0, status.length);
    socket.close();
  }

  private OutputStream channel(int number) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        socket.send(number, bytes, offset, length);
      }
    };
  }

  /// Listens to the client until it leaves.
  private void hear() {
    try {
      for (var message = socket.receive(); message.isPresent(); message = socket.receive()) {
        if (message.get().length > 0) {
          hear(message.get());
        }
      }
    } catch (IOException _) {
      // the client is gone
    }
    session.close();
  }

  private void hear(byte[] message) throws IOException {
    switch (message[0] & 0xff) {
      case STDIN -> session.in().write(message, 1, message.length - 1);
      case RESIZE -> resize(message);
      case CLOSE -> {
        if (message.length > 1 && message[1] == STDIN) {
          session.in().close();
        }
      }
      default -> throw new IOException("a client has no channel " + message[0]);
    }
  }

  private void resize(byte[] message) throws IOException {
    var text = new String(message, 1, message.length - 1, StandardCharsets.UTF_8);
    var size = JsonFormat.parse(text.getBytes(StandardCharsets.UTF_8));
    session.resize(size.path("Width").asInt(), size.path("Height").asInt());
  }

  private static byte[] status(int exitCode) {
    if (exitCode == 0) {
      var success = JsonFormat.mapper().createObjectNode();
      success.putObject("metadata");
      return JsonFormat.bytes(success.put("status", "Success"));
    }
    var message = "command terminated with non-zero exit code: exit status " + exitCode;
    return failed("NonZeroExitCode", message, Optional.of(exitCode));
  }

  private static byte[] failed(String reason, String message, Optional<Integer> exitCode) {
    var status = JsonFormat.mapper().createObjectNode();
    status.putObject("metadata");
    status.put("status", "Failure").put("message", message).put("reason", reason);
    exitCode.ifPresent(code ->
        status
            .putObject("details")
            .putArray("causes")
            .addObject()
            .put("reason", "ExitCode")
            .put("message", Integer.toString(code)));
    if (exitCode.isEmpty()) {
      status.put("code", 500);
    }
    return JsonFormat.bytes(status);
  }
}
