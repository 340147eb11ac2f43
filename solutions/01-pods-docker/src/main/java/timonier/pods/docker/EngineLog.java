package timonier.pods.docker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/// Reads a container's log from the engine, with the options of Kubernetes.
///
/// Each entry comes with its time, `2026-11-21T10:00:00.000000000Z TEXT`. An entry without an end
/// of line continues in the next; only the first of their times is shown.
public final class EngineLog extends OutputStream {

  private final Engine engine;
  private final Wanted wanted;
  private final OutputStream out;
  private final ByteArrayOutputStream entry = new ByteArrayOutputStream();
  private boolean atLineStart = true;
  private long bytesLeft;

  /// The wanted part of a log.
  ///
  /// @param follow whether to go on while the container runs
  /// @param tailLines how many of the last lines
  /// @param since the first moment
  /// @param timestamps whether to begin each line with its time
  /// @param limitBytes the most bytes
  /// @param tty whether the container has a terminal
  public record Wanted(
      boolean follow,
      Optional<Long> tailLines,
      Optional<Instant> since,
      boolean timestamps,
      Optional<Long> limitBytes,
      boolean tty) {}

  /// @param out to which it is written
  public EngineLog(Engine engine, Wanted wanted, OutputStream out) {
    this.engine = engine;
    this.wanted = wanted;
    this.out = out;
    this.bytesLeft = wanted.limitBytes().orElse(Long.MAX_VALUE);
  }

  /// Ends the copy once the wanted part is written.
  private static final class Enough extends IOException {
    private static final long serialVersionUID = 1L;
  }

  /// Copies the wanted part of a container's log.
  public void copy(String container) {
    var path =
        "/containers/%s/logs?stdout=1&stderr=1&timestamps=1&follow=%d&tail=%s"
            .formatted(
                container,
                wanted.follow() ? 1 : 0,
                wanted.tailLines().map(Object::toString).orElse("all"));
    try (var stream = EngineStream.read(engine, path, wanted.tty())) {
      stream.copy(this, this);
      end();
    } catch (Enough _) {
      // the wanted part is written
    } catch (IOException e) {
      throw engine.ended(e);
    }
  }

  @Override
  public void write(int b) throws IOException {
    entry.write(b);
    if (wanted.tty() && b == '\n') {
      end();
    }
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (wanted.tty()) {
      super.write(bytes, offset, length);
    } else {
      entry.write(bytes, offset, length);
    }
  }

  /// Writes one entry. Without a terminal, each is a piece of the stream.
  @Override
  public void flush() throws IOException {
    if (!wanted.tty()) {
      end();
    }
  }

  private void end() throws IOException {
    if (entry.size() > 0) {
      entry(entry.toByteArray());
      entry.reset();
      out.flush();
    }
    if (bytesLeft == 0) {
      throw new Enough();
    }
  }

  private void entry(byte[] bytes) throws IOException {
    var text = 0;
    while (text < bytes.length && bytes[text] != ' ') {
      text++;
    }
    text = Math.min(text + 1, bytes.length);
    var time = new String(bytes, 0, Math.max(0, text - 1), StandardCharsets.US_ASCII);
    if (wanted.since().filter(Instant.parse(time)::isBefore).isEmpty()) {
      if (wanted.timestamps() && atLineStart) {
        put(bytes, 0, text);
      }
      put(bytes, text, bytes.length - text);
    }
    atLineStart = bytes[bytes.length - 1] == '\n';
  }

  private void put(byte[] bytes, int offset, int length) throws IOException {
    var count = (int) Math.min(length, bytesLeft);
    out.write(bytes, offset, count);
    bytesLeft -= count;
  }
}
