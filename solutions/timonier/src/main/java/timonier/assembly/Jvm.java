package timonier.assembly;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;

/// The JVM that this program runs on, and how to start another like it.
final class Jvm {

  /// The system property that names the ahead-of-time cache; empty where there is none.
  private static final String CACHE = "timonier.cache";

  static Path java() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }

  /// The command of a small process up to its main class, with this JVM's class path.
  static List<String> command() {
    return command(List.of("-XX:TieredStopAtLevel=1", "-Xmx192m"), System.getProperty(CACHE, ""));
  }

  /// The command of a server, with limits for much work and memory.
  static List<String> server() {
    return command(List.of(), System.getProperty(CACHE, ""));
  }

  /// The command with a cache. A process started by it passes the cache on: a server in the
  /// background starts the nodes.
  static List<String> command(List<String> limits, String cache) {
    var command = new ArrayList<String>();
    command.add(java().toString());
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:+UseCompactObjectHeaders",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow"));
    command.addAll(limits);
    if (!cache.isEmpty()) {
      command.addAll(
          List.of(
              "-XX:AOTCache=" + cache,
              "-Xlog:aot=off",
              "-Xlog:cds=off",
              "-D%s=%s".formatted(CACHE, cache)));
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    return command;
  }

  /// The attribute in which a jar made by [PackCommand] names its class folder.
  static final Attributes.Name CLASS_FOLDER = new Attributes.Name("Class-Folder");

  /// Returns the class folder that a class comes from.
  static String folderOf(Class<?> type) {
    var location =
        Path.of(URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString()));
    if (Files.isDirectory(location)) {
      return location.toString();
    }
    try (var jar = new JarFile(location.toFile())) {
      var folder = jar.getManifest().getMainAttributes().getValue(CLASS_FOLDER);
      return folder == null ? location.toString() : folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Jvm() {}
}
