package timonier.pods.process;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import timonier.pods.LogEntry;
import timonier.pods.runtime.ContainerRuntime.LogOptions;

/// Reads a container's log, in the format of the CRI, as the kubelet does: from the first of the
/// last lines, and on while it grows, even when the file is rotated.
///
/// Parts of lines count as lines, and the time is shown only at the beginning of a line, as in
/// Kubernetes. Skips what is not a [LogEntry].
final class LogReader {

  private static final int BLOCK = 8192;

  /// Kubernetes' format of times before lines, of fixed width.
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSSX", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final Path file;
  private final LogOptions options;
  private final ByteArrayOutputStream entry = new ByteArrayOutputStream();
  private final byte[] block = new byte[BLOCK];
  private boolean atLineStart = true;
  private long bytesLeft;
  private long entriesLeft;

  /// An open log.
  ///
  /// @param file the file, whatever its present name
  /// @param key tells it from the file that took its place
  private record Opened(RandomAccessFile file, Object key) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      file.close();
    }
  }

  /// @param file the log
  /// @param options the wanted part
  LogReader(Path file, LogOptions options) {
    this.file = file;
    this.options = options;
    this.bytesLeft = options.limitBytes().orElse(Long.MAX_VALUE);
    this.entriesLeft =
        options.follow() ? Long.MAX_VALUE : options.tailLines().orElse(Long.MAX_VALUE);
  }

  /// Copies the wanted part; nothing if there is no log.
  ///
  /// @param grows whether more may come
  /// @param pause waits a little before the file is looked at again
  void copy(OutputStream to, BooleanSupplier grows, Runnable pause) {
    if (!Files.exists(file)) {
      return;
    }
    try (var first = open()) {
      var out = new BufferedOutputStream(to, BLOCK);
      first.file().seek(begin(first.file()));
      var replacement = copy(first, out, grows, pause);
      while (replacement.isPresent()) {
        try (var opened = replacement.get()) {
          replacement = copy(opened, out, grows, pause);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Opened open() throws IOException {
    while (true) {
      var key = key();
      var opened = new Opened(new RandomAccessFile(file.toFile(), "r"), key);
      if (key.equals(key())) {
        return opened;
      }
      opened.close();
    }
  }

  private Object key() throws IOException {
    var key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    return key == null ? file : key;
  }

  /// The position of the first of the last entries, searched from the end of the log.
  private long begin(RandomAccessFile log) throws IOException {
    if (options.tailLines().isEmpty()) {
      return 0;
    }
    var wanted = options.tailLines().get();
    var length = log.length();
    if (wanted == 0) {
      return length;
    }
    var found = 0L;
    for (var end = length; end > 0; end -= BLOCK) {
      var begin = Math.max(0, end - BLOCK);
      log.seek(begin);
      log.readFully(block, 0, (int) (end - begin));
      for (var i = (int) (end - begin) - 1; i >= 0; i--) {
        if (block[i] == '\n' && begin + i != length - 1 && ++found == wanted) {
          return begin + i + 1;
        }
      }
    }
    return 0;
  }

  /// Copies to the end of one log, and goes on while it may grow.
  ///
  /// @return the log that took its place
  private Optional<Opened> copy(Opened log, OutputStream out, BooleanSupplier grows, Runnable pause)
      throws IOException {
    while (true) {
      var mayGrow = options.follow() && grows.getAsBoolean();
      copy(log.file(), out);
      out.flush();
      if (bytesLeft == 0 || entriesLeft == 0 || !options.follow()) {
        return Optional.empty();
      }
      if (isReplaced(log)) {
        copy(log.file(), out);
        return Optional.of(open());
      }
      if (!mayGrow) {
        return Optional.empty();
      }
      pause.run();
    }
  }

  private boolean isReplaced(Opened log) throws IOException {
    try {
      return !key().equals(log.key());
    } catch (NoSuchFileException _) {
      return false;
    }
  }

  /// Copies complete entries.
  private void copy(RandomAccessFile log, OutputStream out) throws IOException {
    for (var read = log.read(block); read > 0; read = log.read(block)) {
      var begin = 0;
      for (var i = 0; i < read; i++) {
        if (block[i] == '\n') {
          entry.write(block, begin, i - begin);
          begin = i + 1;
          write(entry.toString(StandardCharsets.ISO_8859_1), out);
          entry.reset();
        }
      }
      entry.write(block, begin, read - begin);
      if (bytesLeft == 0 || entriesLeft == 0) {
        return;
      }
    }
  }

  /// Writes the wanted part of an entry. Each character stands for one byte, so that invalid text
  /// is kept, too.
  private void write(String line, OutputStream out) throws IOException {
    var found = LogEntry.parse(line);
    if (entriesLeft == 0 || found.isEmpty()) {
      return;
    }
    entriesLeft--;
    var parsed = found.get();
    if (options.since().filter(parsed.time()::isBefore).isEmpty()) {
      if (options.timestamps() && atLineStart) {
        put(TIME.format(parsed.time()) + " ", out);
      }
      put(parsed.isPartial() ? parsed.text() : parsed.text() + "\n", out);
    }
    atLineStart = !parsed.isPartial();
  }

  private void put(String text, OutputStream out) throws IOException {
    var bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    var count = (int) Math.min(bytes.length, bytesLeft);
    out.write(bytes, 0, count);
    bytesLeft -= count;
  }
}
