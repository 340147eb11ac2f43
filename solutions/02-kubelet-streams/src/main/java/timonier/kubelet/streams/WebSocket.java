package timonier.kubelet.streams;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;

/// The server's side of an accepted WebSocket (RFC 6455): messages in both directions. Text
/// messages count as their bytes.
public final class WebSocket implements Channels {

  /// The connection has served its purpose.
  public static final int NORMAL = 1000;

  /// The other side broke the protocol.
  public static final int PROTOCOL_ERROR = 1002;

  /// The other side sent too large a message.
  public static final int TOO_BIG = 1009;

  /// Appended to a client's key for the server's answer (section 1.3).
  private static final String ACCEPT = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  private static final int LONGEST = 1 << 20;
  private static final int LAST = 0x80;
  private static final int MASKED = 0x80;

  /// Bits that only extensions may set, and none was negotiated (section 5.2).
  private static final int RESERVED = 0x70;

  private static final int CONTROL = 0x08;

  /// The longest control frame: they come between others, so they are short (section 5.5).
  private static final int LONGEST_CONTROL = 125;

  private static final int MORE = 0;
  private static final int TEXT = 1;
  private static final int BINARY = 2;
  private static final int GOODBYE = 8;
  private static final int PING = 9;
  private static final int PONG = 10;

  private final DataInputStream in;
  private final OutputStream out;
  private boolean closed;

  /// A WebSocket on a connection whose handshake is over.
  public WebSocket(InputStream in, OutputStream out) {
    this.in = new DataInputStream(in);
    this.out = out;
  }

  /// The answer `Sec-WebSocket-Accept` to a client's `Sec-WebSocket-Key`.
  public static String accept(String key) {
    try {
      var digest = MessageDigest.getInstance("SHA-1");
      return Base64.getEncoder()
          .encodeToString(digest.digest((key + ACCEPT).getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /// One frame.
  ///
  /// @param isLast whether it ends its message
  /// @param kind its opcode
  /// @param bytes its content
  private record Frame(boolean isLast, int kind, byte[] bytes) {}

  /// Waits for the next message, and answers pings meanwhile.
  ///
  /// @throws IOException if the connection broke, or the client breaks the protocol: then it is
  ///   sent the code for its violation (section 7.4.1)
  @Override
  public Optional<byte[]> receive() throws IOException {
    var message = new java.io.ByteArrayOutputStream();
    var begun = false;
    while (true) {
      var frame = frame();
      switch (frame.kind()) {
        case BINARY, TEXT, MORE -> {
          if (begun != (frame.kind() == MORE)) {
            throw refused(PROTOCOL_ERROR, "a message goes on that did not begin, or does not end");
          }
          begun = true;
          message.write(frame.bytes());
          if (message.size() > LONGEST) {
            throw refused(TOO_BIG, "a message is longer than " + LONGEST + " bytes");
          }
          if (frame.isLast()) {
            return Optional.of(message.toByteArray());
          }
        }
        case PING -> frame(PONG, frame.bytes());
        case PONG -> {}
        case GOODBYE -> {
          return Optional.empty();
        }
        default -> throw refused(PROTOCOL_ERROR, "not a kind of frame: " + frame.kind());
      }
    }
  }

  private Frame frame() throws IOException {
    var head = in.read();
    if (head < 0) {
      throw new EOFException("the connection ended");
    }
    var second = in.readUnsignedByte();
    var first = second & ~MASKED;
    if ((head & RESERVED) != 0) {
      throw refused(PROTOCOL_ERROR, "reserved bits are set");
    }
    if ((second & MASKED) == 0) {
      throw refused(PROTOCOL_ERROR, "a client has to mask its frames");
    }
    if ((head & CONTROL) != 0 && (first > LONGEST_CONTROL || (head & LAST) == 0)) {
      throw refused(PROTOCOL_ERROR, "a control frame is short, and whole");
    }
    return new Frame((head & LAST) != 0, head & 0xf, content(length(first)));
  }

  private byte[] content(int length) throws IOException {
    var mask = in.readNBytes(4);
    var bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("the connection ended in a frame");
    }
    for (var i = 0; i < length; i++) {
      bytes[i] ^= mask[i % 4];
    }
    return bytes;
  }

  private IOException refused(int code, String why) throws IOException {
    close(code);
    return new IOException(why);
  }

  private int length(int first) throws IOException {
    var length =
        switch (first) {
          case 126 -> in.readUnsignedShort();
          case 127 -> in.readLong();
          default -> first;
        };
    if (length < 0 || length > LONGEST) {
      throw refused(TOO_BIG, "a frame of " + length + " bytes");
    }
    return (int) length;
  }

  @Override
  public void send(int first, byte[] bytes, int offset, int length) throws IOException {
    var message = new byte[length + 1];
    message[0] = (byte) first;
    System.arraycopy(bytes, offset, message, 1, length);
    frame(BINARY, message);
  }

  /// Sends a message as text.
  public void text(byte[] ascii) throws IOException {
    frame(TEXT, ascii);
  }

  private synchronized void frame(int kind, byte[] bytes) throws IOException {
    if (closed) {
      throw new IOException("the connection was closed");
    }
    out.write(LAST | kind);
    if (bytes.length < 126) {
      out.write(bytes.length);
    } else if (bytes.length <= 0xffff) {
      out.write(126);
      out.write(ByteBuffer.allocate(2).putShort((short) bytes.length).array());
    } else {
      out.write(127);
      out.write(ByteBuffer.allocate(8).putLong(bytes.length).array());
    }
    out.write(bytes);
    out.flush();
  }

  /// Sends the close message with a code; afterwards nothing can be sent.
  public synchronized void close(int code) throws IOException {
    if (!closed) {
      frame(GOODBYE, ByteBuffer.allocate(2).putShort((short) code).array());
      closed = true;
    }
  }

  @Override
  public void close() throws IOException {
    close(NORMAL);
  }
}
