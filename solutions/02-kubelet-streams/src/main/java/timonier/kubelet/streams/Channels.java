package timonier.kubelet.streams;

import java.io.IOException;
import java.util.Optional;

/// A connection that carries messages in both directions, each on a numbered channel.
///
/// The numbers are those of Kubernetes' protocol `v5.channel.k8s.io`, whatever the connection is:
/// so a program's words pass from a node to a client unchanged, and only who carries them differs.
/// A forwarded port uses [#STDIN] for what it is told and [#STDOUT] for what it says.
public interface Channels extends AutoCloseable {

  /// The program's input.
  int STDIN = 0;

  /// The program's output.
  int STDOUT = 1;

  /// The program's error output.
  int STDERR = 2;

  /// How the program ended: one `Status`, the last message.
  int ERROR = 3;

  /// How large the program's terminal is, as in `{"Width":80,"Height":24}`.
  int RESIZE = 4;

  /// Nothing more comes on a channel; holds its number.
  int CLOSE = 255;

  /// Waits for the next message: its channel in the first byte, and what follows. Empty when the
  /// other side said goodbye.
  ///
  /// @throws IOException if the connection broke, or the other side breaks the protocol
  Optional<byte[]> receive() throws IOException;

  /// Sends a message. May be called from several threads.
  void send(int channel, byte[] bytes, int offset, int length) throws IOException;

  /// Sends a whole message.
  default void send(int channel, byte[] bytes) throws IOException {
    send(channel, bytes, 0, bytes.length);
  }

  /// Says that nothing more comes on a channel.
  default void end(int channel) throws IOException {
    send(CLOSE, new byte[] {(byte) channel});
  }

  /// Says goodbye; nothing can be sent after that.
  @Override
  void close() throws IOException;
}
