package timonier.pods.host;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import timonier.pods.host.Kernel.Call;

/// Mounts of the calling thread's mount namespace. (mount(2).)
///
/// @param arena for the texts that the kernel reads
public record Mounts(Arena arena) {

  static final long READ_ONLY = 1;
  static final long NO_SET_ID = 2;
  static final long NO_DEVICES = 4;
  static final long NO_PROGRAMS = 8;
  static final long RECURSIVE = 16384;
  static final long PRIVATE = 1 << 18;

  private static final long REMOUNT = 32;
  private static final long BIND = 4096;
  private static final long CHARACTERS = 0020000;
  private static final long ANYBODY = 0666;

  /// `AT_FDCWD`: paths are the thread's own.
  private static final long HERE = -100;

  /// `MOVE_MOUNT_F_EMPTY_PATH` and `MOVE_MOUNT_T_EMPTY_PATH`: both places are open.
  private static final long BOTH_OPEN = 0x04 | 0x40;

  /// `AT_EMPTY_PATH`.
  private static final long IT_ITSELF = 0x1000;

  /// `MOUNT_ATTR_RDONLY` and `MOUNT_ATTR_NODEV`.
  private static final long ONLY_READING = 0x1 | 0x4;

  /// The size of `struct mount_attr`.
  private static final long ATTRIBUTES = 32;

  /// Mounts a file system.
  void add(String source, String target, String kind, long flags, String options)
      throws IOException {
    mount(source, target, kind, flags, options);
  }

  private void mount(String source, String target, String kind, long flags, String options)
      throws IOException {
    try {
      Kernel.call(
          Call.MOUNT,
          Kernel.text(arena, source),
          Kernel.text(arena, target),
          Kernel.text(arena, kind),
          flags,
          Kernel.text(arena, options));
    } catch (Kernel.Failure failure) {
      throw new Kernel.Failure("mount of " + source + " at " + target, failure.number());
    }
  }

  /// Shows a file or folder at another path, too.
  void bind(String source, String target) throws IOException {
    mount(source, target, "", BIND, "");
  }

  /// Changes how mounts propagate to other namespaces.
  void spread(String target, long flags) throws IOException {
    mount("", target, "", flags, "");
  }

  /// Changes the flags of a mount.
  void allow(String target, long flags) throws IOException {
    mount("", target, "", BIND | REMOUNT | flags, "");
  }

  /// Makes a file or folder read-only, if it exists.
  void protect(String path) throws IOException {
    if (Files.exists(Path.of(path))) {
      bind(path, path);
      allow(path, READ_ONLY | NO_SET_ID | NO_DEVICES | NO_PROGRAMS);
    }
  }

  /// Hides a file or folder, if it exists. Skips links: their targets have paths of their own.
  void hide(String path) throws IOException {
    var file = Path.of(path);
    if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
      add("tmpfs", path, "tmpfs", READ_ONLY | NO_SET_ID | NO_DEVICES | NO_PROGRAMS, "mode=755");
    } else if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isSymbolicLink(file)) {
      bind("/dev/null", path);
    }
  }

  /// Makes a device that all users may use.
  void device(Path path, long major, long minor) throws IOException {
    Kernel.call(
        Call.MKNODAT,
        HERE,
        Kernel.text(arena, path.toString()),
        CHARACTERS | ANYBODY,
        major << 8 | minor);
  }

  /// Mounts an opened file or folder.
  ///
  /// @param path the path of the target, for messages
  void attach(Descriptor source, Pinned target, Path path) throws IOException {
    var empty = Kernel.text(arena, "");
    try {
      Kernel.call(
          Call.MOVE_MOUNT, source.number(), empty, target.place().number(), empty, BOTH_OPEN);
    } catch (Kernel.Failure failure) {
      throw new Kernel.Failure("mount at " + path, failure.number());
    }
  }

  /// Lets what was mounted only be read. Linux before 5.12 can say so only of a path.
  ///
  /// @param path where it was mounted
  void allowOnlyReading(Descriptor source, Path path) throws IOException {
    var attributes = arena.allocate(ATTRIBUTES, 8);
    attributes.set(ValueLayout.JAVA_LONG, 0, ONLY_READING);
    try {
      Kernel.call(
          Call.MOUNT_SETATTR,
          source.number(),
          Kernel.text(arena, ""),
          IT_ITSELF,
          attributes.address(),
          ATTRIBUTES);
    } catch (Kernel.Failure failure) {
      if (failure.number() != Kernel.ENOSYS) {
        throw failure;
      }
      allow(path.toString(), READ_ONLY | NO_DEVICES);
    }
  }
}
