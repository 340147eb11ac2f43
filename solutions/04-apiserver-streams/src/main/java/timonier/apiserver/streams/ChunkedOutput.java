package timonier.apiserver.streams;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import timonier.kit.loop.BlockOutput;

/// Writes a body in chunks, each write as one (RFC 9112, section 7.1).
public final class ChunkedOutput extends BlockOutput {

  private final OutputStream out;

  /// Writes what follows the head of a message.
  public ChunkedOutput(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return;
    }
    var head = (Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    var chunk = Arrays.copyOf(head, head.length + length + 2);
    System.arraycopy(bytes, offset, chunk, head.length, length);
    chunk[chunk.length - 2] = '\r';
    chunk[chunk.length - 1] = '\n';
    out.write(chunk);
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  /// Ends the body.
  @Override
  public void close() throws IOException {
    out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }
}
