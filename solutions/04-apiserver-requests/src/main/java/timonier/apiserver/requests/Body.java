package timonier.apiserver.requests;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/// What an answer holds: bytes that are there, or that come to be while they are written.
public interface Body {

  /// How many bytes are best sent at once: what three full records of TLS hold.
  int BLOCK = 3 << 14;

  /// How many bytes there are; -1 if there is no known end.
  default long length() {
    return -1;
  }

  /// Writes until the end, or until the reader went away.
  void writeTo(OutputStream out) throws IOException;

  /// All bytes; not to be changed.
  default byte[] bytes() {
    var all = new ByteArrayOutputStream((int) Math.max(0, length()));
    try {
      writeTo(all);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all.toByteArray();
  }

  /// Bytes that are there.
  static Body of(byte[] bytes) {
    return new Body() {
      @Override
      public long length() {
        return bytes.length;
      }

      @Override
      public void writeTo(OutputStream out) throws IOException {
        out.write(bytes);
      }

      @Override
      public byte[] bytes() {
        return bytes;
      }
    };
  }
}
