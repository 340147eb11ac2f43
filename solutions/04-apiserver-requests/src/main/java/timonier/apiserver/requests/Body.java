package timonier.apiserver.requests;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/// The body of an answer: bytes in memory, or bytes that are produced while they are written.
public interface Body {

  /// How many bytes are best sent at once: three full TLS records.
  int BLOCK = 3 << 14;

  /// The number of bytes; -1 if it is not known in advance.
  default long length() {
    return -1;
  }

  /// Writes all bytes, or fails when the reader is gone.
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

  /// A body of bytes in memory.
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
