package timonier.pods.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import timonier.kit.loop.BlockInput;
import timonier.kit.loop.BlockOutput;

/// An open file, by its number. Reading blocks the thread, which must be one of the operating
/// system's.
///
/// @param number the number
public record Descriptor(int number) implements AutoCloseable {

  private static final long CLOSE_ON_EXEC = 0x80000;
  private static final long WRITE_ONLY = 1;
  private static final long HERE = -100;

  /// A pipe.
  ///
  /// @param out the end to read
  /// @param in the end to write
  public record Pipe(Descriptor out, Descriptor in) implements AutoCloseable {

    /// A new pipe, which no program inherits.
    public static Pipe open() throws IOException {
      try (var arena = Arena.ofConfined()) {
        var ends = arena.allocate(ValueLayout.JAVA_INT, 2);
        Kernel.call(Kernel.Call.PIPE2, ends.address(), CLOSE_ON_EXEC);
        return new Pipe(
            new Descriptor(ends.getAtIndex(ValueLayout.JAVA_INT, 0)),
            new Descriptor(ends.getAtIndex(ValueLayout.JAVA_INT, 1)));
      }
    }

    @Override
    public void close() throws IOException {
      out.close();
      in.close();
    }
  }

  /// Opens a file to write into it.
  static Descriptor forWriting(Path file) throws IOException {
    try (var arena = Arena.ofConfined()) {
      var path = Kernel.text(arena, file.toString());
      return new Descriptor(
          (int) Kernel.call(Kernel.Call.OPENAT, HERE, path, CLOSE_ON_EXEC | WRITE_ONLY));
    }
  }

  /// Reads what is available, waiting for the first byte.
  ///
  /// @return how many bytes were read; -1 at the end
  public int read(byte[] bytes, int offset, int length) throws IOException {
    try (var arena = Arena.ofConfined()) {
      var buffer = arena.allocate(Math.max(length, 1));
      var count = (int) again(Kernel.Call.READ, buffer, length);
      MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, 0, bytes, offset, count);
      return count == 0 ? -1 : count;
    }
  }

  private long again(Kernel.Call call, MemorySegment buffer, long length) throws IOException {
    while (true) {
      try {
        return Kernel.call(call, number, buffer.address(), length);
      } catch (Kernel.Failure failure) {
        if (failure.number() != Kernel.EINTR) {
          throw failure;
        }
      }
    }
  }

  void write(byte[] bytes, int offset, int length) throws IOException {
    try (var arena = Arena.ofConfined()) {
      var buffer = arena.allocate(Math.max(length, 1));
      MemorySegment.copy(bytes, offset, buffer, ValueLayout.JAVA_BYTE, 0, length);
      for (var done = 0L; done < length; ) {
        done += again(Kernel.Call.WRITE, buffer.asSlice(done), length - done);
      }
    }
  }

  /// A stream that reads from it, and closes it at its end.
  public InputStream input() {
    return new BlockInput() {
      private boolean ended;

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        var count = ended ? -1 : Descriptor.this.read(bytes, offset, length);
        if (count < 0) {
          close();
        }
        return count;
      }

      @Override
      public void close() throws IOException {
        if (!ended) {
          ended = true;
          Descriptor.this.close();
        }
      }
    };
  }

  /// A stream that writes to it.
  public OutputStream output() {
    return new BlockOutput() {
      private boolean ended;

      @Override
      public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
        if (ended) {
          throw new IOException("it was closed");
        }
        Descriptor.this.write(bytes, offset, length);
      }

      @Override
      public synchronized void close() throws IOException {
        if (!ended) {
          ended = true;
          Descriptor.this.close();
        }
      }
    };
  }

  @Override
  public void close() throws IOException {
    Kernel.call(Kernel.Call.CLOSE, number);
  }
}
