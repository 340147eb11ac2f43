package timonier.kit.loop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/// A folder of the machine's file system.
public final class LiveDisk implements Disk {

  /// The file that is locked. It stays, and its content does not matter.
  private static final String LOCK = "lock";

  private final Path folder;

  /// Uses a folder, which is created if it is missing.
  public LiveDisk(Path folder) {
    this.folder = folder;
    attempt(() -> Files.createDirectories(folder));
  }

  @Override
  public List<String> list() {
    return attempt(() -> {
      try (var files = Files.list(folder)) {
        return files.map(file -> file.getFileName().toString()).sorted().toList();
      }
    });
  }

  @Override
  public byte[] read(String name) {
    return attempt(() -> Files.readAllBytes(folder.resolve(name)));
  }

  @Override
  public Appender append(String name) {
    return attempt(() ->
        new LiveAppender(
            FileChannel.open(
                folder.resolve(name),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.APPEND)));
  }

  @Override
  public void truncate(String name, long length) {
    attempt(() -> {
      try (var file = FileChannel.open(folder.resolve(name), StandardOpenOption.WRITE)) {
        file.truncate(length).force(true);
      }
      return length;
    });
  }

  @Override
  public void rename(String from, String to) {
    attempt(() ->
        Files.move(folder.resolve(from), folder.resolve(to), StandardCopyOption.REPLACE_EXISTING));
  }

  @Override
  public void delete(String name) {
    attempt(() -> Files.deleteIfExists(folder.resolve(name)));
  }

  @Override
  public void syncFolder() {
    attempt(() -> {
      try (var directory = FileChannel.open(folder, StandardOpenOption.READ)) {
        directory.force(true);
      }
      return folder;
    });
  }

  @Override
  public Lock lock() {
    return attempt(() -> {
      var file =
          FileChannel.open(
              folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!isLocked(file)) {
        file.close();
        throw new IOException("another process uses the folder " + folder);
      }
      return () ->
          attempt(() -> {
            file.close();
            return file;
          });
    });
  }

  /// Locks a file, unless another process or another part of this one has locked it.
  private static boolean isLocked(FileChannel file) throws IOException {
    try {
      return file.tryLock() != null;
    } catch (OverlappingFileLockException _) {
      return false;
    }
  }

  private record LiveAppender(FileChannel channel) implements Appender {
    @Override
    public void write(byte[] bytes, int offset, int length) {
      attempt(() -> {
        var buffer = ByteBuffer.wrap(bytes, offset, length);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
        return length;
      });
    }

    @Override
    public void sync() {
      attempt(() -> {
        channel.force(false);
        return channel;
      });
    }

    @Override
    public void close() {
      attempt(() -> {
        channel.close();
        return channel;
      });
    }
  }

  private interface Attempt<T> {
    T run() throws IOException;
  }

  private static <T> T attempt(Attempt<T> attempt) {
    try {
      return attempt.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
