package timonier.kit.course;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Pattern;

/// The modules of the reference as a Maven repository, so that a chapter opens in every editor and
/// runs by `mvn test`.
final class LocalRepository {

  private static final String VERSION = "1.0-SNAPSHOT";
  private static final Pattern ARTIFACT =
      Pattern.compile("<artifactId>([^<]+)</artifactId>\\s*(?!\\s*<version>)");

  /// Writes the modules of a class path, if they are newer than what is there.
  ///
  /// @param group the group that they belong to
  /// @param folder the repository
  static void write(List<Path> classPath, String group, Path folder) {
    for (var classes : classPath) {
      var module = classes.resolve("../..").normalize();
      if (classes.endsWith("target/classes") && Files.exists(module.resolve("pom.xml"))) {
        writeModule(module, classes, group, folder);
      }
    }
  }

  private static void writeModule(Path module, Path classes, String group, Path folder) {
    try {
      var pom = Files.readString(module.resolve("pom.xml"));
      var parent = pom.indexOf("</parent>");
      writePom(parentOf(module, pom), folder, group);
      var artifact = artifact(pom.substring(Math.max(0, parent)));
      var place = folder.resolve(group).resolve(artifact).resolve(VERSION);
      Files.createDirectories(place);
      Files.writeString(place.resolve("%s-%s.pom".formatted(artifact, VERSION)), pom);
      writeJar(classes, place.resolve("%s-%s.jar".formatted(artifact, VERSION)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path parentOf(Path module, String pom) {
    var relative = Pattern.compile("<relativePath>([^<]+)<").matcher(pom);
    return module.resolve(relative.find() ? relative.group(1) : "../pom.xml").normalize();
  }

  private static void writePom(Path file, Path folder, String group) throws IOException {
    var pom = Files.readString(file);
    var artifact = artifact(pom);
    var place = folder.resolve(group).resolve(artifact).resolve(VERSION);
    Files.createDirectories(place);
    Files.writeString(place.resolve("%s-%s.pom".formatted(artifact, VERSION)), pom);
  }

  private static String artifact(String pom) {
    var found = ARTIFACT.matcher(pom);
    if (!found.find()) {
      throw new CourseFailure("A pom of the reference has no artifactId.");
    }
    return found.group(1);
  }

  private static void writeJar(Path classes, Path jar) throws IOException {
    try (var walk = Files.walk(classes);
        var out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (var file : walk.filter(Files::isRegularFile).sorted().toList()) {
        out.putNextEntry(new JarEntry(classes.relativize(file).toString().replace('\\', '/')));
        Files.copy(file, out);
        out.closeEntry();
      }
    }
  }

  private LocalRepository() {}
}
