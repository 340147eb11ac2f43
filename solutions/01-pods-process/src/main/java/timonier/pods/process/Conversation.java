package timonier.pods.process;

import java.io.IOException;
import java.io.OutputStream;
import java.util.OptionalInt;
import timonier.kit.loop.BlockOutput;

/// A connection to a program through the supervisor: a command inside a container, or the
/// container's own program.
public final class Conversation implements AutoCloseable {

  private final Wire wire;

  Conversation(Wire wire) {
    this.wire = wire;
  }

  /// The program's input; closing it ends the program's input.
  public OutputStream in() {
    return new BlockOutput() {
      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        wire.send(Wire.Kind.STDIN, bytes, offset, length);
      }

      @Override
      public void close() throws IOException {
        wire.send(Wire.Kind.STDIN_END);
      }
    };
  }

  /// Sets the size of the program's terminal.
  public void resize(int columns, int rows) throws IOException {
    wire.send(Wire.Kind.RESIZE, columns, rows);
  }

  /// Copies the program's outputs until it has ended.
  ///
  /// @return its exit code; empty if it took too long and was killed
  /// @throws IOException if the connection ended before the program
  public OptionalInt run(OutputStream out, OutputStream err) throws IOException {
    while (true) {
      var frame =
          wire.receive().orElseThrow(() -> new IOException("the connection to the program ended"));
      switch (frame.kind()) {
        case STDOUT -> pass(frame, out);
        case STDERR -> pass(frame, err);
        case EXITED -> {
          return OptionalInt.of(frame.number(0));
        }
        case TIMED_OUT -> {
          return OptionalInt.empty();
        }
        default -> throw new IOException("not expected: " + frame.kind());
      }
    }
  }

  private static void pass(Wire.Frame frame, OutputStream out) throws IOException {
    out.write(frame.bytes());
    out.flush();
  }

  /// Leaves. A command is killed; a container goes on.
  @Override
  public void close() {
    wire.close();
  }
}
