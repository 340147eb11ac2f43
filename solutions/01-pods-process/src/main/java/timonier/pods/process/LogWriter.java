package timonier.pods.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// Writes a container's output to its log, in the format of the CRI:
///
/// ```
/// 2016-10-06T00:17:09.669794202Z stdout F a whole line
/// 2016-10-06T00:17:09.669794202Z stderr P the beginning of a long line
/// ```
///
/// A full log becomes `log.1`, the previous one `log.2`, and so on; only a few are kept. Output
/// that does not fit on the disk is lost; once there is room again, later output is written.
final class LogWriter implements AutoCloseable {

  /// The largest size of a log, and how many are kept: the kubelet's `containerLogMaxSize` and
  /// `containerLogMaxFiles`.
  private static final long MAX_SIZE = 10 << 20;

  private static final int MAX_FILES = 5;

  /// A line longer than this is written in parts, as containerd does.
  private static final int LONGEST_LINE = 16 << 10;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'").withZone(ZoneOffset.UTC);

  private final Path file;
  private final long maxSize;
  private final ByteArrayOutputStream entries = new ByteArrayOutputStream();
  private OutputStream out;
  private long size;
  private boolean broken;

  LogWriter(Path file) throws IOException {
    this(file, MAX_SIZE);
  }

  LogWriter(Path file, long maxSize) throws IOException {
    this.file = file;
    this.maxSize = maxSize;
    this.out = open();
    this.size = Files.size(file);
  }

  private OutputStream open() throws IOException {
    return Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /// One of the two streams of a container, cut into lines.
  final class Stream {
    private final byte[] name;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    private Stream(String name) {
      this.name = name.getBytes(StandardCharsets.US_ASCII);
    }

    /// Writes complete lines, and keeps the rest until more comes.
    void write(byte[] bytes, int length) throws IOException {
      synchronized (LogWriter.this) {
        var begin = 0;
        for (var i = 0; i < length; i++) {
          if (bytes[i] == '\n') {
            line.write(bytes, begin, i - begin);
            begin = i + 1;
            entry(this, 'F');
          } else if (line.size() + i + 1 - begin == LONGEST_LINE) {
            line.write(bytes, begin, i + 1 - begin);
            begin = i + 1;
            entry(this, 'P');
          }
        }
        line.write(bytes, begin, length - begin);
        flush();
      }
    }

    /// Writes what is left without an end of line.
    void end() throws IOException {
      synchronized (LogWriter.this) {
        if (line.size() > 0) {
          entry(this, 'P');
          flush();
        }
      }
    }
  }

  Stream stream(String name) {
    return new Stream(name);
  }

  private void entry(Stream stream, char tag) throws IOException {
    entries.write(TIME.format(Instant.now()).getBytes(StandardCharsets.US_ASCII));
    entries.write(' ');
    entries.write(stream.name);
    entries.write(' ');
    entries.write(tag);
    entries.write(' ');
    stream.line.writeTo(entries);
    entries.write('\n');
    stream.line.reset();
  }

  private void flush() throws IOException {
    try {
      mend();
      broken = true;
      entries.writeTo(out);
      size += entries.size();
      if (size >= maxSize) {
        rotate();
      }
      broken = false;
    } finally {
      entries.reset();
    }
  }

  /// After a write that failed, the file may end in the middle of a line.
  private void mend() throws IOException {
    if (broken) {
      out.close();
      out = open();
      size = Files.size(file);
      if (size > 0) {
        out.write('\n');
      }
    }
  }

  private void rotate() throws IOException {
    out.close();
    for (var number = MAX_FILES - 2; number >= 1; number--) {
      if (Files.exists(older(number))) {
        Files.move(older(number), older(number + 1), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    Files.move(file, older(1), StandardCopyOption.REPLACE_EXISTING);
    out = open();
    size = 0;
  }

  private Path older(int number) {
    return file.resolveSibling(file.getFileName() + "." + number);
  }

  @Override
  public synchronized void close() throws IOException {
    out.close();
  }
}
