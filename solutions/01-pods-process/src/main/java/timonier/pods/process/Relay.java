package timonier.pods.process;

import java.io.IOException;
import java.time.Duration;

/// Copies a program's input and outputs, on the supervisor's side of a [Wire].
final class Relay {

  /// How long to wait for a command's last output, if a process that it left behind holds the
  /// output open.
  private static final Duration LAST_WORDS = Duration.ofMillis(500);

  /// Copies the program's input until the connection ends.
  ///
  /// @return whether the other side can write input, which it announces by an empty first frame
  static boolean listen(Wire wire, Program program) throws IOException {
    var told = false;
    for (var frame = wire.receive(); frame.isPresent(); frame = wire.receive()) {
      var bytes = frame.get().bytes();
      switch (frame.get().kind()) {
        case STDIN -> {
          told = true;
          tell(program, bytes);
        }
        case STDIN_END -> program.endInput();
        case RESIZE -> program.resize(frame.get().number(0), frame.get().number(1));
        default -> throw new IOException("not expected: " + frame.get().kind());
      }
    }
    return told;
  }

  private static void tell(Program program, byte[] bytes) {
    try {
      program.tell(bytes);
    } catch (IOException _) {
      // the program does not read its input
    }
  }

  /// Reports that a program has ended.
  static void end(Wire wire, int exitCode) {
    try (wire) {
      wire.send(Wire.Kind.EXITED, exitCode);
    } catch (IOException _) {
      // the other side has already left
    }
  }

  /// Copies a command's input and outputs until it ends. Kills it if the other side leaves, or if
  /// it takes too long.
  static void run(Wire wire, Program program, long limitMillis)
      throws IOException, InterruptedException {
    wire.send(Wire.Kind.DONE);
    program.listen((isError, bytes, length) -> say(wire, isError, bytes, length));
    Thread.ofPlatform().daemon().name("input").start(() -> listenAndKill(wire, program));
    var code = program.await(limitMillis);
    if (code.isEmpty()) {
      program.kill();
    }
    program.drain(LAST_WORDS);
    if (code.isPresent()) {
      end(wire, code.get());
    } else {
      wire.send(Wire.Kind.TIMED_OUT);
      wire.close();
    }
  }

  private static void say(Wire wire, boolean isError, byte[] bytes, int length) {
    try {
      wire.send(isError ? Wire.Kind.STDERR : Wire.Kind.STDOUT, bytes, 0, length);
    } catch (IOException _) {
      // the other side left, so the program is killed
    }
  }

  private static void listenAndKill(Wire wire, Program program) {
    try {
      listen(wire, program);
    } catch (IOException failure) {
      Supervisor.report("a command is killed", failure);
    }
    program.kill();
  }

  private Relay() {}
}
