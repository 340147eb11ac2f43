package timonier.pods;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import timonier.pods.ContainerRuntime.LogOptions;

/// Reads a log file from its end, and on while it grows.
///
/// @param file the log
/// @param options which part is wanted
record LogReader(Path file, LogOptions options) {

  private static final int BLOCK = 8192;

  /// Copies the wanted part.
  ///
  /// @param grows whether more may come
  /// @param pause waits a little before the file is looked at again
  void copy(OutputStream out, BooleanSupplier grows, Runnable pause) {
    if (!Files.exists(file)) {
      return;
    }
    try (var log = new RandomAccessFile(file.toFile(), "r")) {
      log.seek(start(log));
      var left = options.limitBytes().orElse(Long.MAX_VALUE);
      var buffer = new byte[BLOCK];
      while (left > 0) {
        var more = options.follow() && grows.getAsBoolean();
        var read = log.read(buffer, 0, (int) Math.min(BLOCK, left));
        if (read > 0) {
          out.write(buffer, 0, read);
          out.flush();
          left -= read;
        } else if (more) {
          pause.run();
        } else {
          return;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Where the last lines begin, found from the end of the file.
  private long start(RandomAccessFile log) throws IOException {
    if (options.tailLines().isEmpty()) {
      return 0;
    }
    var wanted = options.tailLines().get();
    var length = log.length();
    if (wanted == 0) {
      return length;
    }
    var found = 0L;
    for (var place = length - 1; place >= 0; place--) {
      log.seek(place);
      if (log.read() == '\n' && place != length - 1 && ++found == wanted) {
        return place + 1;
      }
    }
    return 0;
  }
}
