package timonier.testcontainers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The machine's own libraries that a Java runtime needs, including the program loader.
final class NativeLibraries {

  /// The runtime's libraries whose needs are collected; the others need no more than these.
  private static final List<String> OWN =
      List.of("server/libjvm.so", "libjava.so", "libnet.so", "libnio.so", "libzip.so");

  /// A line of the loader: `libc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x7f…)`, or the loader
  /// itself.
  private static final Pattern LINE =
      Pattern.compile("(?m)^\\t(?:\\S+ => )?(/\\S+) \\(0x[0-9a-f]+\\)$");

  /// Lists the files from outside a runtime that this machine's loader needs to run it.
  ///
  /// With `LD_TRACE_LOADED_OBJECTS` set, the loader prints them instead of running the program, as
  /// for `ldd` (`man ld.so`).
  ///
  /// @param runtime the folder of a JDK, or of a runtime linked from one
  /// @throws IllegalStateException if this is not Linux with the GNU C library
  static List<Path> of(Path runtime) throws IOException {
    var said = trace(runtime);
    var libraries =
        LINE.matcher(said)
            .results()
            .map((MatchResult line) -> Path.of(line.group(1)).normalize())
            .filter(file -> !file.startsWith(runtime))
            .distinct()
            .toList();
    if (libraries.stream().noneMatch(NativeLibraries::isLoader)) {
      throw new IllegalStateException(
          "an image can be made on Linux with the GNU C library only; the loader says: " + said);
    }
    return libraries;
  }

  private static boolean isLoader(Path file) {
    return file.getFileName().toString().startsWith("ld-linux");
  }

  private static String trace(Path runtime) throws IOException {
    var builder = new ProcessBuilder(runtime.resolve("bin/java").toString());
    var own = own(runtime).map(Path::toString).collect(Collectors.joining(":"));
    builder.environment().put("LD_TRACE_LOADED_OBJECTS", "1");
    builder.environment().put("LD_PRELOAD", own);
    var process = builder.redirectErrorStream(true).start();
    process.getOutputStream().close();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static Stream<Path> own(Path runtime) {
    return OWN.stream().map(name -> runtime.resolve("lib").resolve(name));
  }

  private NativeLibraries() {}
}
