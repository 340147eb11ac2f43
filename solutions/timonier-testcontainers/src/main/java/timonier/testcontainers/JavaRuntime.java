package timonier.testcontainers;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.spi.ToolProvider;

/// A small Java runtime for an image, linked from the JDK that runs this, with its C library.
///
/// @param jdk the JDK's folder
record JavaRuntime(Path jdk) {

  /// Its folder in an image.
  static final String HOME = "/opt/java";

  /// The modules of the JDK that the orchestrator uses.
  private static final String MODULES =
      String.join(
          ",",
          List.of(
              "java.base",
              "java.logging",
              "java.management",
              "java.naming",
              "java.net.http",
              "java.sql",
              "java.xml",
              "jdk.httpserver",
              "jdk.management",
              "jdk.unsupported"));

  static JavaRuntime running() {
    return new JavaRuntime(Path.of(System.getProperty("java.home")));
  }

  /// A text that differs whenever the runtime would.
  String identity() {
    try {
      var text = new StringBuilder(Files.readString(jdk.resolve("release"))).append(MODULES);
      for (var library : NativeLibraries.of(jdk)) {
        text.append(library).append(Files.getLastModifiedTime(library));
      }
      return text.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Links it into the root folder of an image.
  ///
  /// @throws IllegalStateException if this JVM is not a JDK for Linux with the GNU C library
  void copyTo(Path root) throws IOException {
    var home = root.resolve(HOME.substring(1));
    Files.createDirectories(home.getParent());
    link(home);
    for (var library : NativeLibraries.of(home)) {
      var copy = root.resolve(library.toString().substring(1));
      Files.createDirectories(copy.getParent());
      Files.copy(library, copy);
    }
  }

  private static void link(Path home) {
    var jlink =
        ToolProvider.findFirst("jlink")
            .orElseThrow(
                () -> new IllegalStateException("tests must run on a JDK, which has jlink"));
    var said = new StringWriter();
    var out = new PrintWriter(said);
    var exit =
        jlink.run(
            out,
            out,
            "--add-modules",
            MODULES,
            "--strip-debug",
            "--no-man-pages",
            "--no-header-files",
            "--output",
            home.toString());
    if (exit != 0) {
      throw new IllegalStateException("jlink: " + said);
    }
  }
}
