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

/// The server's side of a WebSocket, from the moment when it was accepted (RFC 6455): binary
/// messages in both directions.
public final class WebSocket implements Channels {

  /// The connection did what it was made for.
  public static final int NORMAL = 1000;

  /// The other side said something that it must not say.
  public static final int PROTOCOL_ERROR = 1002;

  /// What turns a client's key into the server's answer (section 1.3).
  private static final String ACCEPT = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  private static final int LONGEST = 1 << 20;
  private static final int LAST = 0x80;
  private static final int MASKED = 0x80;
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
  /// @param isLast whether its message ends with it
  /// @param kind what it is
  /// @param bytes what it holds
  private record Frame(boolean isLast, int kind, byte[] bytes) {}

  /// Waits for the next message; pings are answered meanwhile.
  @Override
  public Optional<byte[]> receive() throws IOException {
    var message = new java.io.ByteArrayOutputStream();
    while (true) {
      var frame = frame();
      switch (frame.kind()) {
        case BINARY, MORE -> {
          message.write(frame.bytes());
          if (message.size() > LONGEST) {
            throw new IOException("a message is longer than " + LONGEST + " bytes");
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
        case TEXT -> throw new IOException("text is not expected");
        default -> throw new IOException("not a kind of frame: " + frame.kind());
      }
    }
  }

  private Frame frame() throws IOException {
    var head = in.read();
    if (head < 0) {
      throw new EOFException("the connection ended");
    }
    var second = in.readUnsignedByte();
    var length = length(second & ~MASKED);
    if ((second & MASKED) == 0) {
      throw new IOException("a client has to mask its frames");
    }
    var mask = in.readNBytes(4);
    var bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("the connection ended in a frame");
    }
    for (var i = 0; i < length; i++) {
      bytes[i] ^= mask[i % 4];
    }
    return new Frame((head & LAST) != 0, head & 0xf, bytes);
  }

  private int length(int first) throws IOException {
    var length =
        switch (first) {
          case 126 -> in.readUnsignedShort();
          case 127 -> in.readLong();
          default -> first;
        };
    if (length < 0 || length > LONGEST) {
      throw new IOException("a frame of " + length + " bytes");
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

  /// Says goodbye with a code; nothing can be sent after that.
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
