package timonier.pods.runtime;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import timonier.kit.loop.BlockOutput;

/// Keeps the first bytes that are written, and drops all others.
final class FirstBytes extends BlockOutput {

  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private final int limit;

  FirstBytes(int limit) {
    this.limit = limit;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    kept.write(bytes, offset, Math.min(length, limit - kept.size()));
  }

  String text() {
    return kept.toString(StandardCharsets.UTF_8);
  }
}
