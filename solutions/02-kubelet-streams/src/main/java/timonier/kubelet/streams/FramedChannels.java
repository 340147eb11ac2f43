package timonier.kubelet.streams;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/// Channels between the API server and a kubelet, on two streams of bytes: each message is its
/// length (four bytes), its channel (one byte) and its content.
///
/// The streams are the body and the answer of one `POST`, both chunked and both open as long as the
/// session. A length of -1 closes, and so does the end of the stream.
public final class FramedChannels implements Channels {

  private static final int LONGEST = 1 << 20;
  private static final int GOODBYE = -1;

  private final DataInputStream in;
  private final DataOutputStream out;

  /// Channels on two streams.
  public FramedChannels(InputStream in, OutputStream out) {
    this.in = new DataInputStream(in);
    this.out = new DataOutputStream(new BufferedOutputStream(out));
  }

  @Override
  public Optional<byte[]> receive() throws IOException {
    var first = in.read();
    if (first < 0) {
      return Optional.empty();
    }
    var rest = in.readNBytes(3);
    if (rest.length < 3) {
      throw new EOFException("the connection ended in a frame");
    }
    var length = first << 24 | (rest[0] & 0xff) << 16 | (rest[1] & 0xff) << 8 | rest[2] & 0xff;
    if (length == GOODBYE) {
      return Optional.empty();
    }
    if (length < 0 || length > LONGEST) {
      throw new IOException("a frame of " + length + " bytes");
    }
    var message = new byte[length + 1];
    in.readFully(message);
    return Optional.of(message);
  }

  @Override
  public synchronized void send(int channel, byte[] bytes, int offset, int length)
      throws IOException {
    var last = offset + length;
    for (var at = offset; at < last || at == offset; at += LONGEST) {
      var size = Math.min(LONGEST, last - at);
      out.writeInt(size);
      out.writeByte(channel);
      out.write(bytes, at, size);
    }
    out.flush();
  }

  @Override
  public synchronized void close() throws IOException {
    out.writeInt(GOODBYE);
    out.flush();
  }
}
