package timonier.pods.host;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import timonier.pods.host.Kernel.Call;

/// An opened file or folder, which stays the same whatever becomes of its path. Another container
/// that shares a volume, or sees the processes of the host, may put a link there at any moment
/// (openat2(2)).
///
/// @param place the descriptor, which allows no reading
public record Pinned(Descriptor place) implements AutoCloseable {

  private static final long HERE = -100;
  private static final long PATH_ONLY = 0x200000;
  private static final long CLOSE_ON_EXEC = 0x80000;
  private static final long FOLDER = 0x10000;

  /// `RESOLVE_NO_MAGICLINKS` and `RESOLVE_NO_SYMLINKS`.
  private static final long NO_LINKS = 2 | 4;

  /// The size of `struct open_how`.
  private static final long HOW = 24;

  private static final long PLAIN_FILE = 0100000;
  private static final long ANYBODY = 0777;
  private static final long ANYBODY_READS_AND_WRITES = 0666;

  /// Opens what is at a path.
  ///
  /// @throws IOException if nothing is there, or the path has a link in it
  static Pinned at(String path) throws IOException {
    return open(HERE, path, 0);
  }

  /// Opens a folder, which is made where it is not there.
  ///
  /// @param path links in it are followed as by [FileView#inside], and no others after that
  /// @throws IOException if something else is there, or somebody changes the path meanwhile
  public static Pinned folder(Path path) throws IOException {
    return walk(FileView.inside(path), true, FOLDER);
  }

  /// Opens what something can be mounted at, which is made where it is not there.
  ///
  /// @param path as for [#folder]
  /// @param isFolder whether a folder is made, or a file
  static Pinned target(Path path, boolean isFolder) throws IOException {
    return walk(FileView.inside(path), isFolder, 0);
  }

  /// @param path a path without any link in it
  /// @param isFolder what is made where nothing is
  /// @param last flags for the last name
  static Pinned walk(Path path, boolean isFolder, long last) throws IOException {
    var found = open(HERE, "/", FOLDER);
    for (var i = 0; i < path.getNameCount(); i++) {
      var isLast = i == path.getNameCount() - 1;
      var name = path.getName(i).toString();
      try (var above = found) {
        found = above.openOrMake(name, isLast ? last : FOLDER, !isLast || isFolder);
      } catch (IOException failure) {
        throw new IOException(path + " cannot be entered: " + failure.getMessage(), failure);
      }
    }
    return found;
  }

  private Pinned openOrMake(String name, long flags, boolean isFolder) throws IOException {
    try {
      return open(place.number(), name, flags);
    } catch (Kernel.Failure failure) {
      if (failure.number() != Kernel.ENOENT) {
        throw failure;
      }
    }
    make(name, isFolder);
    return open(place.number(), name, flags);
  }

  private void make(String name, boolean isFolder) throws IOException {
    try (var arena = Arena.ofConfined()) {
      var text = Kernel.text(arena, name);
      if (isFolder) {
        Kernel.call(Call.MKDIRAT, place.number(), text, ANYBODY);
      } else {
        Kernel.call(Call.MKNODAT, place.number(), text, PLAIN_FILE | ANYBODY_READS_AND_WRITES, 0);
      }
    } catch (Kernel.Failure failure) {
      if (failure.number() != Kernel.EEXIST) {
        throw failure;
      }
    }
  }

  private static Pinned open(long from, String path, long flags) throws IOException {
    try (var arena = Arena.ofConfined()) {
      var how = arena.allocate(HOW, 8);
      how.set(ValueLayout.JAVA_LONG, 0, PATH_ONLY | CLOSE_ON_EXEC | flags);
      how.set(ValueLayout.JAVA_LONG, 16, NO_LINKS);
      var text = Kernel.text(arena, path);
      return new Pinned(
          new Descriptor((int) Kernel.call(Call.OPENAT2, from, text, how.address(), HOW)));
    }
  }

  /// Makes it the folder of the calling thread.
  public void enter() throws IOException {
    Kernel.call(Call.FCHDIR, place.number());
  }

  @Override
  public void close() throws IOException {
    place.close();
  }
}
