package timonier.pods.process;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/// A connection between the runtime and its [Supervisor]. In both directions it carries frames,
/// each of a kind (one byte), a length (four bytes) and that many bytes.
///
/// The first frame is the request: `START`, `EXEC`, `ATTACH` or `EVENTS`; the answer is `DONE` or
/// `REFUSED` with a sentence. After that, a session carries input and outputs until `EXITED`;
/// `EVENTS` reports each end of a container.
final class Wire implements AutoCloseable {

  private static final int LONGEST = 64 << 20;

  private final SocketChannel channel;
  private final DataInputStream in;
  private final DataOutputStream out;

  /// The kind of a frame. The order is part of the protocol.
  enum Kind {
    /// Asks to start a container; holds a [Launch].
    START,
    /// Asks to run a command inside a container; holds a [Launch].
    EXEC,
    /// Asks to attach to a container; holds its folder.
    ATTACH,
    /// Asks for the ends of containers.
    EVENTS,
    /// The request was carried out.
    DONE,
    /// The request was refused; holds a sentence.
    REFUSED,
    /// A part of the program's input.
    STDIN,
    /// The end of the program's input.
    STDIN_END,
    /// A part of the program's output.
    STDOUT,
    /// A part of the program's error output.
    STDERR,
    /// A new size of its terminal; holds columns and rows.
    RESIZE,
    /// It ended; holds the exit code, and for `EVENTS` the container's id.
    EXITED,
    /// It took too long and was killed.
    TIMED_OUT
  }

  private static final Kind[] KINDS = Kind.values();

  /// One frame.
  ///
  /// @param kind its kind
  /// @param bytes its content
  record Frame(Kind kind, byte[] bytes) {
    String text() {
      return new String(bytes, StandardCharsets.UTF_8);
    }

    /// The n-th number in it.
    int number(int place) {
      return ByteBuffer.wrap(bytes).getInt(place * Integer.BYTES);
    }
  }

  Wire(SocketChannel channel) {
    this.channel = channel;
    this.in = new DataInputStream(Channels.newInputStream(channel));
    this.out = new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(channel)));
  }

  /// Connects to a socket.
  static Wire to(Path socket) throws IOException {
    var channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.connect(UnixDomainSocketAddress.of(socket));
      return new Wire(channel);
    } catch (IOException failure) {
      channel.close();
      throw failure;
    }
  }

  /// Sends a frame. May be called from several threads.
  synchronized void send(Kind kind, byte[] bytes, int offset, int length) throws IOException {
    out.writeByte(kind.ordinal());
    out.writeInt(length);
    out.write(bytes, offset, length);
    out.flush();
  }

  void send(Kind kind, byte[] bytes) throws IOException {
    send(kind, bytes, 0, bytes.length);
  }

  void send(Kind kind, String text) throws IOException {
    send(kind, text.getBytes(StandardCharsets.UTF_8));
  }

  /// Sends a frame that holds numbers.
  void send(Kind kind, int... numbers) throws IOException {
    var bytes = ByteBuffer.allocate(numbers.length * Integer.BYTES);
    for (var number : numbers) {
      bytes.putInt(number);
    }
    send(kind, bytes.array());
  }

  /// Waits for the next frame; empty at the end of the connection.
  Optional<Frame> receive() throws IOException {
    try {
      var kind = in.read();
      if (kind < 0) {
        return Optional.empty();
      }
      var length = in.readInt();
      if (kind >= KINDS.length || length < 0 || length > LONGEST) {
        throw new IOException("not a frame: kind %d, length %d".formatted(kind, length));
      }
      return Optional.of(new Frame(KINDS[kind], in.readNBytes(length)));
    } catch (EOFException | java.nio.channels.ClosedChannelException _) {
      return Optional.empty();
    }
  }

  /// Sends a request and waits for the answer.
  ///
  /// @throws IOException with the supervisor's sentence if it was refused
  void ask(Kind kind, byte[] bytes) throws IOException {
    send(kind, bytes);
    var answer = receive().orElseThrow(() -> new IOException("the supervisor ended"));
    if (answer.kind() != Kind.DONE) {
      throw new IOException(answer.text());
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
