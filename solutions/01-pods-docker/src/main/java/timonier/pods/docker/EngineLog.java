package timonier.pods.docker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/// Reads a container's log from the engine, with the options of Kubernetes.
///
/// Each entry comes with its time, `2026-11-21T10:00:00.000000000Z TEXT`. One without an end of
/// line goes on in the next one; of such only the first time is shown.
public final class EngineLog extends OutputStream {

  private final Engine engine;
  private final Wanted wanted;
  private final OutputStream out;
  private final ByteArrayOutputStream entry = new ByteArrayOutputStream();
  private boolean atLineStart = true;
  private long bytesLeft;

  /// Which part of a log is wanted.
  ///
  /// @param follow whether to go on while the container runs
  /// @param tailLines only so many of the last lines
  /// @param since only what was said then and after
  /// @param timestamps whether each line begins with its time
  /// @param limitBytes at most so many bytes
  /// @param tty whether the container has a terminal
  public record Wanted(
      boolean follow,
      Optional<Long> tailLines,
      Optional<Instant> since,
      boolean timestamps,
      Optional<Long> limitBytes,
      boolean tty) {}

  /// @param out where it is written
  public EngineLog(Engine engine, Wanted wanted, OutputStream out) {
    this.engine = engine;
    this.wanted = wanted;
    this.out = out;
    this.bytesLeft = wanted.limitBytes().orElse(Long.MAX_VALUE);
  }

  /// As much as was wanted is written.
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
      // the rest is not wanted
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

  /// Without a terminal, each entry is a piece of the stream.
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
