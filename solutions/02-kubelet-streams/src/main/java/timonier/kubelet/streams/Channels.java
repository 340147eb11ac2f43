package timonier.kubelet.streams;

import java.io.IOException;
import java.util.Optional;

/// A connection that carries messages in both directions, each on a numbered channel.
///
/// The numbers are those of Kubernetes' protocol `v5.channel.k8s.io` on every kind of connection,
/// so messages pass from a node to a client unchanged. A forwarded port receives on [#STDIN] and
/// sends on [#STDOUT].
public interface Channels extends AutoCloseable {

  /// The program's input.
  int STDIN = 0;

  /// The program's output.
  int STDOUT = 1;

  /// The program's error output.
  int STDERR = 2;

  /// The outcome of the program: one `Status`, the last message.
  int ERROR = 3;

  /// The size of the program's terminal, as in `{"Width":80,"Height":24}`.
  int RESIZE = 4;

  /// The end of a channel; holds its number.
  int CLOSE = 255;

  /// Waits for the next message: its channel in the first byte, then its content. Empty once the
  /// other side has closed.
  ///
  /// @throws IOException if the connection broke, or the other side breaks the protocol
  Optional<byte[]> receive() throws IOException;

  /// Sends a message. May be called from several threads.
  void send(int channel, byte[] bytes, int offset, int length) throws IOException;

  /// Sends a whole message.
  default void send(int channel, byte[] bytes) throws IOException {
    send(channel, bytes, 0, bytes.length);
  }

  /// Ends a channel.
  default void end(int channel) throws IOException {
    send(CLOSE, new byte[] {(byte) channel});
  }

  /// Sends the close message; afterwards nothing can be sent.
  @Override
  void close() throws IOException;
}
