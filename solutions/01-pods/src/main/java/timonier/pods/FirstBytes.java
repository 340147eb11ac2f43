package timonier.pods;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// Keeps the first bytes that are written, and lets go of all others.
final class FirstBytes extends OutputStream {

  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private final int limit;

  FirstBytes(int limit) {
    this.limit = limit;
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    kept.write(bytes, offset, Math.min(length, limit - kept.size()));
  }

  String text() {
    return kept.toString(StandardCharsets.UTF_8);
  }
}
