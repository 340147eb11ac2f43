package timonier.assembly;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The JVM that this runs on, and how to start another like it.
final class Jvm {

  static Path java() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }

  /// The command up to the main class, with this JVM's class path.
  static List<String> command() {
    var command = new ArrayList<String>();
    command.add(java().toString());
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:+UseCompactObjectHeaders",
            "-XX:TieredStopAtLevel=1",
            "-Xmx192m",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow"));
    var cache = System.getProperty("timonier.cache", "");
    if (!cache.isEmpty()) {
      command.addAll(List.of("-XX:AOTCache=" + cache, "-Xlog:aot=off", "-Xlog:cds=off"));
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    return command;
  }

  /// The folder or jar that a class comes from.
  static String folderOf(Class<?> type) {
    return Path.of(
            java.net.URI.create(
                type.getProtectionDomain().getCodeSource().getLocation().toString()))
        .toString();
  }

  private Jvm() {}
}
