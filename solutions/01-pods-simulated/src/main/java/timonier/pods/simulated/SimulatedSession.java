package timonier.pods.simulated;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import timonier.kit.loop.EventLoop;
import timonier.kit.loop.Promise;
import timonier.pods.runtime.ContainerRuntime.ExecOptions;
import timonier.pods.runtime.ContainerRuntime.Session;
import timonier.pods.runtime.RuntimeFailure;

/// A command in a simulated container. `echo`, `cat`, `sleep`, `false` and `exit` work, the last
/// also as `sh -c "exit 3"`; any other prints nothing and succeeds.
final class SimulatedSession implements Session {

  private static final byte[] END = {};

  private final EventLoop loop;
  private final ExecOptions options;
  private final Deque<byte[]> input = new ArrayDeque<>();
  private Optional<Promise<Boolean>> waiting = Optional.empty();
  private boolean closed;

  SimulatedSession(EventLoop loop, ExecOptions options) {
    this.loop = loop;
    this.options = options;
    if (!options.stdin()) {
      give(END);
    }
  }

  @Override
  public OutputStream in() {
    return new OutputStream() {
      @Override
      public void write(int b) {
        give(new byte[] {(byte) b});
      }

      @Override
      public void write(byte[] bytes, int offset, int length) {
        if (length > 0) {
          give(java.util.Arrays.copyOfRange(bytes, offset, offset + length));
        }
      }

      @Override
      public void close() {
        give(END);
      }
    };
  }

  private synchronized void give(byte[] bytes) {
    input.add(bytes);
    waiting.ifPresent(promise -> promise.complete(true));
    waiting = Optional.empty();
  }

  private synchronized Optional<byte[]> taken() {
    if (closed) {
      throw new RuntimeFailure("StreamEnded", "the session was closed");
    }
    return Optional.ofNullable(input.poll());
  }

  private synchronized Promise<Boolean> more() {
    var promise = loop.<Boolean>promise();
    if (closed || !input.isEmpty()) {
      promise.complete(true);
    } else {
      waiting = Optional.of(promise);
    }
    return promise;
  }

  private byte[] next() {
    for (var bytes = taken(); ; bytes = taken()) {
      if (bytes.isPresent()) {
        return bytes.get();
      }
      more().await();
    }
  }

  @Override
  public int run(OutputStream out, OutputStream err) {
    try {
      return run(options.command(), out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int run(List<String> command, OutputStream out) throws IOException {
    var rest = command.subList(Math.min(1, command.size()), command.size());
    return switch (command.isEmpty() ? "" : command.getFirst()) {
      case "echo" -> {
        out.write((String.join(" ", rest) + "\n").getBytes(StandardCharsets.UTF_8));
        yield 0;
      }
      case "cat" -> {
        for (var bytes = next(); bytes.length > 0; bytes = next()) {
          out.write(bytes);
          out.flush();
        }
        yield 0;
      }
      case "sleep" -> sleep(Duration.ofSeconds(Long.parseLong(rest.getFirst())));
      case "false" -> 1;
      case "exit" -> Integer.parseInt(rest.getFirst());
      case "sh" ->
          rest.size() == 2 && rest.getFirst().equals("-c")
              ? run(List.of(rest.get(1).split(" ")), out)
              : 0;
      default -> 0;
    };
  }

  private int sleep(Duration wanted) {
    var limit = options.timeout().orElse(wanted);
    loop.sleep(limit.compareTo(wanted) < 0 ? limit : wanted);
    if (limit.compareTo(wanted) < 0) {
      throw new RuntimeFailure("DeadlineExceeded", "command timed out after " + limit);
    }
    return 0;
  }

  @Override
  public void resize(int columns, int rows) {}

  @Override
  public synchronized void close() {
    closed = true;
    waiting.ifPresent(promise -> promise.complete(true));
    waiting = Optional.empty();
  }
}
