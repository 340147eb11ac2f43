package timonier.assembly;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import timonier.kit.course.Course;
import timonier.kit.course.Workspace;

/// Where the course lies in this project.
final class CoursePlace {

  /// The checkout that this runs from.
  static Path root() {
    return Path.of(System.getProperty("timonier.root", "")).toAbsolutePath();
  }

  /// Its course.
  static Workspace workspace() {
    var root = root();
    var entries = Stream.of(classPath(root).split(File.pathSeparator)).map(Path::of).toList();
    return new Workspace(
        Course.of(root.resolve("chapters")), entries, root.resolve("target/repository"));
  }

  /// The class path as it was built: what runs may be packed.
  private static String classPath(Path root) {
    var built = root.resolve("target/launcher/classpath");
    try {
      return Files.exists(built)
          ? Files.readString(built).strip()
          : System.getProperty("java.class.path");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private CoursePlace() {}
}
