package timonier.kit.loop;

import java.util.List;

/// One folder of files, as a component that stores things sees it.
///
/// What was written is certain to survive a loss of power only after [Appender#sync] returned, and
/// that a file exists, was renamed or is gone only after [#syncFolder] returned. The simulated disk
/// forgets or tears anything else.
///
/// Names are plain file names, without folders. All failures are [java.io.UncheckedIOException].
public interface Disk {

  /// The names of all files, sorted.
  List<String> list();

  /// The whole content of a file.
  byte[] read(String name);

  /// Opens a file for writing at its end; it is created where it does not exist.
  Appender append(String name);

  /// Truncates a file to its first `length` bytes.
  void truncate(String name, long length);

  /// Gives a file another name, in place of any file of that name.
  void rename(String from, String to);

  /// Deletes a file; deleting what does not exist does nothing.
  void delete(String name);

  /// Makes creations, renames and deletions durable.
  void syncFolder();

  /// Locks the folder for this process, until the lock is closed or the process ends, however it
  /// ends.
  ///
  /// @throws java.io.UncheckedIOException if another uses it
  Lock lock();

  /// A held lock on the folder.
  interface Lock extends AutoCloseable {
    /// Releases the lock.
    @Override
    void close();
  }

  /// A file open for writing at its end.
  interface Appender extends AutoCloseable {
    /// Writes bytes at the end; they are not durable yet.
    void write(byte[] bytes, int offset, int length);

    /// Makes everything written so far durable.
    void sync();

    @Override
    void close();
  }
}
