package timonier.assembly;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystemAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import timonier.kit.course.Course;
import timonier.kit.course.Workspace;

/// Where the course lies in this project.
final class CoursePlace {

  private static final String ORIGINALS = "/course-originals.jar";

  /// The checkout that this program runs from.
  static Path root() {
    return Path.of(System.getProperty("timonier.root", "")).toAbsolutePath();
  }

  /// Its course.
  static Workspace workspace() {
    var root = root();
    var launcher = root.resolve("target/launcher");
    return new Workspace(
        Course.of(root.resolve("chapters")),
        // the class path as it was built, since the one that runs may be packed
        entries(launcher.resolve("classpath"), System.getProperty("java.class.path")),
        root.resolve("target/repository"),
        originals(),
        entries(launcher.resolve("mutants"), ""));
  }

  /// The sources that chapters are generated from, as they were when this program was built.
  private static Path originals() {
    try {
      var place = Objects.requireNonNull(CoursePlace.class.getResource(ORIGINALS)).toURI();
      if (place.getScheme().equals("jar")) {
        open(place);
      }
      return Path.of(place);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Opens the jar that the program was packed into, for as long as it runs.
  private static void open(URI place) throws IOException {
    try {
      FileSystems.newFileSystem(place, Map.of());
    } catch (FileSystemAlreadyExistsException _) {
      // once is enough
    }
  }

  /// Returns the entries of the class path in a file that Maven wrote; if there is no such file,
  /// those of another class path.
  private static List<Path> entries(Path built, String other) {
    try {
      var entries = Files.exists(built) ? Files.readString(built).strip() : other;
      return Stream.of(entries.split(File.pathSeparator))
          .filter(entry -> !entry.isEmpty())
          .map(Path::of)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private CoursePlace() {}
}
