package timonier.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Measures how long a disk takes to make a few kilobytes durable, which no durable write can beat.
final class FsyncProbe {

  private static final int SYNCS = 200;
  private static final int BYTES = 4096;

  /// Appends to a file in a folder, and syncs each time.
  static Latencies measure(Path folder) {
    var file = folder.resolve("fsync");
    var nanos = new long[SYNCS];
    try (var channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      for (var i = 0; i < SYNCS; i++) {
        var start = System.nanoTime();
        channel.write(ByteBuffer.allocate(BYTES));
        channel.force(false);
        nanos[i] = System.nanoTime() - start;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Latencies.of(nanos);
  }

  private FsyncProbe() {}
}
