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

/// The JVM that this runs on, and how to start another like it.
final class Jvm {

  /// The system property that names the ahead-of-time cache; empty where there is none.
  private static final String CACHE = "timonier.cache";

  static Path java() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }

  /// The command up to the main class of a small process, with this JVM's class path.
  static List<String> command() {
    return command(List.of("-XX:TieredStopAtLevel=1", "-Xmx192m"), System.getProperty(CACHE, ""));
  }

  /// The same of a server, which has much to do and much to remember.
  static List<String> server() {
    return command(List.of(), System.getProperty(CACHE, ""));
  }

  /// The command with a cache, which what is started hands on to what it starts: a server in the
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

  /// Where a jar that [PackCommand] made notes the class folder it was made of.
  static final Attributes.Name CLASS_FOLDER = new Attributes.Name("Class-Folder");

  /// The class folder that a class comes from.
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
