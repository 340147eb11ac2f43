package timonier.testcontainers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.stream.Collectors;

/// The orchestrator and its libraries, from the resources of `timonier-distribution`.
final class Distribution {

  /// Its folder in an image.
  static final String HOME = "/opt/timonier";

  private static final String RESOURCES = "/timonier/distribution/";

  /// A hash of its content, to which callers can add more.
  MessageDigest hash() {
    try {
      var hash = MessageDigest.getInstance("SHA-256");
      hash.update(arguments().getBytes(StandardCharsets.UTF_8));
      for (var jar : jars()) {
        hash.update(bytes(jar));
      }
      return hash;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Copies it into the root folder of an image.
  void copyTo(Path root) throws IOException {
    var home = Files.createDirectories(root.resolve(HOME.substring(1)));
    for (var jar : jars()) {
      Files.write(home.resolve(jar), bytes(jar));
    }
    Files.writeString(home.resolve("arguments"), arguments());
  }

  /// The JVM's arguments before the main class, as an argument file.
  private static String arguments() {
    var classpath = jars().stream().map(jar -> HOME + "/" + jar).collect(Collectors.joining(":"));
    return text("jvm.options") + "-cp " + classpath + "\n";
  }

  private static List<String> jars() {
    return List.of(text("classpath").split(":"));
  }

  private static String text(String name) {
    return new String(bytes(name), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String name) {
    try (InputStream in = Distribution.class.getResourceAsStream(RESOURCES + name)) {
      if (in == null) {
        throw new IllegalStateException(
            "timonier-distribution is not on the class path: no resource " + RESOURCES + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
