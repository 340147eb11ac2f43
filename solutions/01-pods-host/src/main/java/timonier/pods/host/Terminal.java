package timonier.pods.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;
import timonier.kit.loop.BlockInput;
import timonier.kit.loop.BlockOutput;
import timonier.kit.loop.Native;

/// A pseudo-terminal, for programs that talk to a person. The program reads from its terminal what
/// is written here, and the other way round.
///
/// See `pty(7)` of Linux. Reading blocks the thread, which must be one of the operating system's.
public final class Terminal implements AutoCloseable {

  private static final int READ_WRITE = 2;
  private static final boolean IS_MAC = System.getProperty("os.name", "").startsWith("Mac");

  /// `O_NOCTTY`: it does not become our own terminal.
  private static final int NOT_OURS = IS_MAC ? 0x20000 : 0x100;

  private static final long SET_SIZE = IS_MAC ? 0x80087467L : 0x5414;

  /// What a person types to end the input.
  private static final byte[] END_OF_INPUT = {4};

  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;

  private final Native read = Native.link("read", transfer());
  private final Native write = Native.link("write", transfer());
  private final Native control =
      Native.link(
          "ioctl",
          FunctionDescriptor.of(INT, INT, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS),
          Linker.Option.firstVariadicArg(2));
  private final int master;
  private final Path path;

  private static FunctionDescriptor transfer() {
    return FunctionDescriptor.of(
        ValueLayout.JAVA_LONG, INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG);
  }

  private Terminal(int master, Path path) {
    this.master = master;
    this.path = path;
  }

  /// Opens a new one.
  public static Terminal open() throws IOException {
    var master = (int) Native.function("posix_openpt", INT).call(READ_WRITE | NOT_OURS);
    Native.function("grantpt", INT).call(master);
    Native.function("unlockpt", INT).call(master);
    return new Terminal(master, name(master));
  }

  private static Path name(int master) throws IOException {
    try (var arena = Arena.ofConfined()) {
      var length = 128L;
      var name = arena.allocate(length);
      Native.function("ptsname_r", INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG)
          .call(master, name, length);
      return Path.of(name.getString(0));
    }
  }

  /// The file with which the program opens it.
  public Path path() {
    return path;
  }

  /// The program's output; it ends when the program and all that it started have ended.
  public InputStream in() {
    return new BlockInput() {
      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        try (var arena = Arena.ofConfined()) {
          var buffer = arena.allocate(length);
          var count = (int) read.call(master, buffer, (long) length);
          MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, 0, bytes, offset, count);
          return count == 0 ? -1 : count;
        }
      }
    };
  }

  /// The program's input.
  public OutputStream out() {
    return new BlockOutput() {
      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        try (var arena = Arena.ofConfined()) {
          var buffer = arena.allocate(Math.max(length, 1));
          MemorySegment.copy(bytes, offset, buffer, ValueLayout.JAVA_BYTE, 0, length);
          for (var done = 0L; done < length; ) {
            done += write.call(master, buffer.asSlice(done), length - done);
          }
        }
      }

      @Override
      public void close() throws IOException {
        write(END_OF_INPUT);
      }
    };
  }

  /// Sets the size of the window, and notifies the program.
  public void resize(int columns, int rows) throws IOException {
    try (var arena = Arena.ofConfined()) {
      var size = arena.allocate(8, 2).asByteBuffer().order(ByteOrder.nativeOrder());
      size.putShort((short) rows).putShort((short) columns).flip();
      control.call(master, SET_SIZE, MemorySegment.ofBuffer(size));
    }
  }

  @Override
  public void close() throws IOException {
    Native.function("close", INT).call(master);
  }
}
