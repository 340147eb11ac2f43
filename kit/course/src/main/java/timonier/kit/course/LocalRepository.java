package timonier.kit.course;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.regex.Pattern;

/// The modules of the reference as a Maven repository, so that a chapter opens in every editor and
/// runs by `mvn test`.
final class LocalRepository {

  private static final String VERSION = "1.0-SNAPSHOT";
  private static final Pattern ARTIFACT = Pattern.compile("<artifactId>([^<]+)</artifactId>");

  /// Writes the modules of a class path, if one changed since it was written.
  ///
  /// @param group their group
  /// @param folder the repository
  static void refresh(List<Path> classPath, String group, Path folder) {
    var modules = classPath.stream().filter(LocalRepository::isModule).toList();
    var mark = folder.resolve("newest");
    try {
      var newest = newest(modules);
      if (Files.exists(mark) && Files.readString(mark).equals(newest)) {
        return;
      }
      for (var classes : modules) {
        writeModule(classes.resolve("../..").normalize(), classes, group, folder);
      }
      Files.writeString(mark, newest);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isModule(Path classes) {
    return classes.endsWith("target/classes")
        && Files.exists(classes.resolve("../../pom.xml").normalize());
  }

  private static String newest(List<Path> folders) throws IOException {
    var newest = 0L;
    for (var folder : folders) {
      try (var walk = Files.walk(folder)) {
        for (var file : (Iterable<Path>) walk::iterator) {
          newest = Math.max(newest, Files.getLastModifiedTime(file).toMillis());
        }
      }
    }
    return folders.size() + " modules, " + newest;
  }

  private static void writeModule(Path module, Path classes, String group, Path folder)
      throws IOException {
    var file = module.resolve("pom.xml");
    writePom(parentOf(module, Files.readString(file)), folder, group);
    writeJar(List.of(classes), Path.of(writePom(file, folder, group) + ".jar"));
  }

  private static Path parentOf(Path module, String pom) {
    var relative = Pattern.compile("<relativePath>([^<]+)<").matcher(pom);
    return module.resolve(relative.find() ? relative.group(1) : "../pom.xml").normalize();
  }

  /// Copies a pom to its place.
  ///
  /// @return the path of the artifact's files, without their endings
  private static String writePom(Path file, Path folder, String group) throws IOException {
    var pom = Files.readString(file);
    var artifact = artifact(pom.substring(Math.max(0, pom.indexOf("</parent>"))));
    var place = folder.resolve(group).resolve(artifact).resolve(VERSION);
    Files.createDirectories(place);
    var stem = place.resolve(artifact + "-" + VERSION).toString();
    Files.writeString(Path.of(stem + ".pom"), pom);
    return stem;
  }

  private static String artifact(String pom) {
    var found = ARTIFACT.matcher(pom);
    if (!found.find()) {
      throw new CourseFailure("A pom of the reference has no artifactId.");
    }
    return found.group(1);
  }

  /// Writes the files of class folders, and of jars, into one jar.
  static void writeJar(List<Path> entries, Path jar) throws IOException {
    try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (var entry : entries) {
        if (Files.isDirectory(entry)) {
          copy(entry, out);
        } else {
          try (var packed = FileSystems.newFileSystem(entry)) {
            copy(packed.getPath("/"), out);
          }
        }
      }
    }
  }

  private static void copy(Path root, JarOutputStream out) throws IOException {
    for (var file : FileTree.files(root)) {
      var name = root.relativize(file).toString().replace('\\', '/');
      if (!name.equals(JarFile.MANIFEST_NAME)) {
        out.putNextEntry(new JarEntry(name));
        Files.copy(file, out);
        out.closeEntry();
      }
    }
  }

  private LocalRepository() {}
}
