package timonier.apiserver.streams;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import timonier.kit.loop.BlockInput;

/// Reads a body that comes in chunks (RFC 9112, section 7.1).
public final class ChunkedInput extends BlockInput {

  private static final int LONGEST_LINE = 100;

  private final InputStream in;
  private int left;
  private boolean ended;

  /// Reads what follows the head of a message.
  public ChunkedInput(InputStream in) {
    this.in = in;
  }

  /// Reads a line, without its end, each byte as one character.
  ///
  /// @param longest how many characters it may have
  /// @throws IOException if it is longer, or the input ends before it
  public static String line(InputStream in, int longest) throws IOException {
    var line = new StringBuilder();
    for (var c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the connection ended in a line");
      }
      if (line.length() == longest) {
        throw new IOException("a line that is too long");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (left == 0 && !ended) {
      next();
    }
    if (ended) {
      return -1;
    }
    var n = in.read(bytes, offset, Math.min(length, left));
    if (n < 0) {
      throw new EOFException("the connection ended in a chunk");
    }
    left -= n;
    if (left == 0) {
      line(in, LONGEST_LINE);
    }
    return n;
  }

  private void next() throws IOException {
    var size = line(in, LONGEST_LINE).split(";", 2)[0].strip();
    try {
      left = Integer.parseInt(size, 16);
    } catch (NumberFormatException e) {
      throw new IOException("not the size of a chunk: " + size, e);
    }
    if (left < 0) {
      throw new IOException("not the size of a chunk: " + size);
    }
    ended = left == 0;
  }
}
