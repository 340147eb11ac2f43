package timonier.kit.loop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/// Folders whose files are in memory and count as memory, on Linux as root. (tmpfs(5), mount(2).)
///
/// Such a folder lasts until it is unmounted or the machine stops; it outlives the process that
/// mounted it.
public final class MemoryFolder {

  private static final Path MOUNTS = Path.of("/proc/self/mounts");

  /// `MS_NOSUID | MS_NODEV`: no file in it gives privileges.
  private static final long HARMLESS = 2 | 4;

  /// `MNT_DETACH`: processes that still use it keep it until they are done.
  private static final int DETACH = 2;

  /// `CAP_SYS_ADMIN`, without which even root cannot mount. (capabilities(7).)
  private static final int ADMINISTRATOR = 21;

  /// The kernel writes spaces and the like as octal numbers. (proc_pid_mounts(5), getmntent(3).)
  private static final Pattern OCTAL = Pattern.compile("\\\\([0-7]{3})");

  /// Whether this process can make such folders.
  public static boolean isPossible() {
    try {
      return Files.exists(MOUNTS)
          && Files.readAllLines(Path.of("/proc/self/status")).stream()
              .filter(line -> line.startsWith("CapEff:"))
              .map(line -> line.substring(line.indexOf('\t')).strip())
              .anyMatch(set -> (Long.parseUnsignedLong(set, 16) >> ADMINISTRATOR & 1) == 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Keeps a folder's files in memory from now on; does nothing if they already are.
  ///
  /// @param folder an empty folder, or one that [#mount] was called for
  /// @param limit the most bytes that its files may have together; empty for no limit but the
  ///   machine's memory
  /// @return whether it was not in memory before
  public static boolean mount(Path folder, OptionalLong limit) throws IOException {
    var real = folder.toRealPath();
    if (mounts(real).contains(real)) {
      return false;
    }
    var size = limit.isPresent() ? Long.toString(limit.getAsLong()) : "100%";
    var text = ValueLayout.ADDRESS;
    var mount = Native.function("mount", text, text, text, ValueLayout.JAVA_LONG, text);
    try (var arena = Arena.ofConfined()) {
      mount.call(
          arena.allocateFrom("tmpfs"),
          arena.allocateFrom(real.toString()),
          arena.allocateFrom("tmpfs"),
          HARMLESS,
          arena.allocateFrom("mode=0777,size=" + size));
    }
    return true;
  }

  /// Unmounts all such folders at and below a folder, with their files. Processes that still use
  /// one keep it.
  public static void unmountBelow(Path folder) {
    try {
      if (isPossible() && Files.isDirectory(folder)) {
        for (var mounted : mounts(folder.toRealPath())) {
          unmount(mounted);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void unmount(Path mounted) throws IOException {
    try (var arena = Arena.ofConfined()) {
      Native.function("umount2", ValueLayout.ADDRESS, ValueLayout.JAVA_INT)
          .call(arena.allocateFrom(mounted.toString()), DETACH);
    }
  }

  /// Lists the folders in memory at and below one, innermost first.
  private static List<Path> mounts(Path folder) throws IOException {
    return Files.readAllLines(MOUNTS, StandardCharsets.UTF_8).stream()
        .map(line -> line.split(" ", -1))
        .filter(fields -> fields[2].equals("tmpfs"))
        .map(fields -> Path.of(unescaped(fields[1])))
        .filter(mounted -> mounted.startsWith(folder))
        .sorted(Comparator.comparingInt(Path::getNameCount).reversed())
        .toList();
  }

  private static String unescaped(String field) {
    return OCTAL
        .matcher(field)
        .replaceAll(found ->
            java.util.regex.Matcher.quoteReplacement(
                Character.toString(Integer.parseInt(found.group(1), 8))));
  }

  private MemoryFolder() {}
}
