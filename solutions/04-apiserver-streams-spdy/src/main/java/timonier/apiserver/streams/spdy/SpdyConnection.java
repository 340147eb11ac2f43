package timonier.apiserver.streams.spdy;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;

/// The server's side of SPDY/3.1: many streams of bytes on one connection, all of them opened by
/// the client (SPDY Protocol Draft 3.1).
///
/// A frame is eight bytes and what they announce: for data the stream's number, for control a 1,
/// the version and the kind; then flags (one byte) and the length (three). There is no flow control
/// here, as there is none in the clients that Kubernetes has: who cannot read makes the other side
/// wait.
public final class SpdyConnection implements AutoCloseable {

  /// The other side broke the protocol.
  public static final int PROTOCOL_ERROR = 1;

  /// The stream is not wanted.
  public static final int REFUSED_STREAM = 3;

  /// The stream is not needed any more.
  public static final int CANCEL = 5;

  private static final int VERSION = 3;
  private static final int SYN_STREAM = 1;
  private static final int SYN_REPLY = 2;
  private static final int RST_STREAM = 3;
  private static final int PING = 6;
  private static final int GOAWAY = 7;
  private static final int FIN = 1;

  /// Data is passed on in pieces, so that a large frame needs no memory.
  private static final int PIECE = 32 << 10;

  /// The longest control frame: far more than headers need.
  private static final int LONGEST = 64 << 10;

  private final DataInputStream in;
  private final DataOutputStream out;
  private final SpdyHeaders headers = new SpdyHeaders();
  private int talking;
  private int left;
  private boolean leftIsLast;

  public SpdyConnection(InputStream in, OutputStream out) {
    this.in = new DataInputStream(in);
    this.out = new DataOutputStream(out);
  }

  /// What a client did.
  public sealed interface Event {

    /// It opened a stream.
    ///
    /// @param stream its number
    /// @param headers what it is for; names in lower case
    record Opened(int stream, Map<String, String> headers) implements Event {}

    /// It said something on a stream.
    record Said(int stream, byte[] bytes) implements Event {}

    /// It says nothing more on a stream.
    record Ended(int stream) implements Event {}

    /// It gave a stream up.
    record Gone(int stream) implements Event {}
  }

  /// Waits for what the client does next; pings are answered meanwhile. Empty when it left.
  ///
  /// @throws IOException if the connection broke, or the client breaks the protocol
  public Optional<Event> next() throws IOException {
    while (true) {
      if (left > 0) {
        return Optional.of(piece());
      }
      if (leftIsLast) {
        leftIsLast = false;
        return Optional.of(new Event.Ended(talking));
      }
      var head = in.readNBytes(8);
      if (head.length == 0) {
        return Optional.empty();
      }
      if (head.length < 8) {
        throw new EOFException("the connection ended in a frame");
      }
      var words = ByteBuffer.wrap(head);
      var word = words.getInt();
      var flagsAndLength = words.getInt();
      var isLast = (flagsAndLength >>> 24 & FIN) != 0;
      var length = flagsAndLength & 0xffffff;
      if (word >= 0) {
        talking = word;
        left = length;
        leftIsLast = isLast;
      } else if ((word & 0xffff) == GOAWAY) {
        return Optional.empty();
      } else {
        var event = control(word & 0xffff, isLast, body(word, length));
        if (event.isPresent()) {
          return event;
        }
      }
    }
  }

  private ByteBuffer body(int word, int length) throws IOException {
    if ((word >>> 16 & 0x7fff) != VERSION || length > LONGEST) {
      throw new IOException("not a frame of SPDY/3");
    }
    var body = in.readNBytes(length);
    if (body.length < length) {
      throw new EOFException("the connection ended in a frame");
    }
    return ByteBuffer.wrap(body);
  }

  private Event piece() throws IOException {
    var bytes = new byte[Math.min(left, PIECE)];
    in.readFully(bytes);
    left -= bytes.length;
    return new Event.Said(talking, bytes);
  }

  private Optional<Event> control(int kind, boolean isLast, ByteBuffer body) throws IOException {
    try {
      return switch (kind) {
        case SYN_STREAM -> {
          var stream = body.getInt() & Integer.MAX_VALUE;
          body.getInt();
          body.getShort();
          if (stream % 2 == 0) {
            throw new IOException("a client's streams have odd numbers, not " + stream);
          }
          var block = new byte[body.remaining()];
          body.get(block);
          talking = stream;
          leftIsLast = isLast;
          yield Optional.of(new Event.Opened(stream, headers.read(block)));
        }
        case RST_STREAM -> Optional.of(new Event.Gone(body.getInt() & Integer.MAX_VALUE));
        case PING -> {
          control(PING, 0, body.array());
          yield Optional.empty();
        }
        // settings, windows, more headers: nothing that we have to act on
        default -> Optional.empty();
      };
    } catch (java.nio.BufferUnderflowException e) {
      throw new IOException("a frame that is too short", e);
    }
  }

  /// Accepts a stream.
  public void accept(int stream) throws IOException {
    synchronized (out) {
      var block = headers.write(Map.of());
      control(
          SYN_REPLY, 0, ByteBuffer.allocate(4 + block.length).putInt(stream).put(block).array());
    }
  }

  /// Gives a stream up.
  ///
  /// @param why as in [#CANCEL]
  public void reset(int stream, int why) throws IOException {
    control(RST_STREAM, 0, ByteBuffer.allocate(8).putInt(stream).putInt(why).array());
  }

  private void control(int kind, int flags, byte[] body) throws IOException {
    frame(1 << 31 | VERSION << 16 | kind, flags, body, 0, body.length);
  }

  /// Says something on a stream.
  public void say(int stream, byte[] bytes, int offset, int length) throws IOException {
    frame(stream, 0, bytes, offset, length);
  }

  /// Says nothing more on a stream.
  public void end(int stream) throws IOException {
    frame(stream, FIN, new byte[0], 0, 0);
  }

  private void frame(int word, int flags, byte[] bytes, int offset, int length) throws IOException {
    synchronized (out) {
      out.writeInt(word);
      out.writeInt(flags << 24 | length);
      out.write(bytes, offset, length);
      out.flush();
    }
  }

  @Override
  public void close() {
    synchronized (out) {
      headers.close();
    }
  }
}
