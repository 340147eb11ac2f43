package timonier.pods.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.StreamType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/// Reads a container's log from the engine, with the options of Kubernetes.
///
/// Each entry comes with its time, `2026-11-21T10:00:00.000000000Z TEXT`; an entry without an end
/// of line goes on in the next one, and of such only the first time is shown.
public final class EngineLog extends ResultCallback.Adapter<Frame> {

  private final Engine engine;
  private final Wanted wanted;
  private final OutputStream out;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private boolean atLineStart = true;
  private long bytesLeft;

  /// Which part of a log is wanted.
  ///
  /// @param follow whether to go on while the container runs
  /// @param tailLines only so many of the last lines
  /// @param since only what was said then and after
  /// @param timestamps whether each line begins with its time
  /// @param limitBytes at most so many bytes
  public record Wanted(
      boolean follow,
      Optional<Long> tailLines,
      Optional<Instant> since,
      boolean timestamps,
      Optional<Long> limitBytes) {}

  /// @param out where it is written
  public EngineLog(Engine engine, Wanted wanted, OutputStream out) {
    this.engine = engine;
    this.wanted = wanted;
    this.out = out;
    this.bytesLeft = wanted.limitBytes().orElse(Long.MAX_VALUE);
  }

  /// Copies the wanted part of a container's log.
  public void copy(String container) {
    var command =
        engine
            .client()
            .logContainerCmd(container)
            .withStdOut(true)
            .withStdErr(true)
            .withTimestamps(true)
            .withFollowStream(wanted.follow());
    wanted
        .tailLines()
        .ifPresent(lines -> command.withTail((int) Math.min(lines, Integer.MAX_VALUE)));
    engine.ask(() -> {
      try {
        command.exec(this);
        awaitCompletion();
        if (line.size() > 0) {
          entry(line.toByteArray());
        }
        out.flush();
        return true;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw engine.away(e);
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    });
  }

  /// A container with a terminal sends its log in pieces of any length, others by entries.
  @Override
  public void onNext(Frame frame) {
    try {
      if (frame.getStreamType() != StreamType.RAW) {
        entry(frame.getPayload());
      } else {
        for (var b : frame.getPayload()) {
          line.write(b);
          if (b == '\n') {
            entry(line.toByteArray());
            line.reset();
          }
        }
      }
      out.flush();
      if (bytesLeft == 0) {
        close();
      }
    } catch (IOException e) {
      onError(e);
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
