package timonier.kit.course;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import timonier.kit.course.Course.Chapter;
import timonier.kit.course.Course.Exercise;
import timonier.kit.testing.Check;

/// Where a learner works, and what his code runs on.
///
/// @param course what is learnt
/// @param reference the class path of the finished program: libraries first, then class folders
/// @param repository where editors and Maven find the reference's modules
/// @param originals the jar in which the modules of the solutions travel with the program, each in
///   a folder of its name: what a learner does to his files, or to those of the reference, leaves
///   it as it is
/// @param tools the libraries that only authors need: what makes mutants
public record Workspace(
    Course course, List<Path> reference, Path repository, Path originals, List<Path> tools) {

  /// Copies the class paths.
  public Workspace {
    reference = List.copyOf(reference);
    tools = List.copyOf(tools);
  }

  /// The folder for what the engine keeps: classes, backups.
  public Path state() {
    return course.folder().resolve(".course");
  }

  /// The folder for the classes of a chapter as the learner wrote it.
  Path classes(Chapter chapter) {
    return state().resolve("classes").resolve(chapter.name());
  }

  /// The folder for the classes of an exercise's checks.
  Path testClasses(Exercise exercise) {
    return state().resolve("test-classes").resolve(exercise.id());
  }

  /// What a chapter is compiled against: all but the chapter itself.
  List<Path> below(Chapter chapter) {
    var own = chapter.solution().resolve("target");
    return reference.stream().filter(entry -> !entry.startsWith(own)).toList();
  }

  /// What a chapter's checks run on: libraries first and the engine, as the cache wants it, and
  /// other class folders where the reference's would be.
  ///
  /// @param own the folders of what is checked, and of its checks
  List<Path> running(Chapter chapter, Optional<CheckCache.Made> cache, List<Path> own) {
    var entries = new ArrayList<>(libraries());
    cache.ifPresent(made -> entries.add(made.jar()));
    entries.addAll(own);
    below(chapter).stream().filter(entry -> !isLibrary(entry)).forEach(entries::add);
    return entries;
  }

  private List<Path> libraries() {
    return reference.stream().filter(Workspace::isLibrary).toList();
  }

  /// What lets checks start faster.
  CheckCache cache() {
    var engine =
        Stream.of(CheckMain.class, Check.class)
            .map(part -> part.getProtectionDomain().getCodeSource().getLocation())
            .map(place -> Path.of(URI.create(place.toString())))
            .distinct()
            .toList();
    return new CheckCache(state(), libraries(), engine);
  }

  /// Whether an entry is not of the reference, whose modules are folders `target/classes`, or jars
  /// beside them.
  private static boolean isLibrary(Path entry) {
    var folder = entry.getParent();
    return !Files.isDirectory(entry) && (folder == null || !folder.endsWith("target"));
  }

  /// What a learner began a chapter with.
  Starter starter(Chapter chapter) {
    try (var jar = FileSystems.newFileSystem(originals)) {
      return Starter.of(jar.getPath("/", chapter.solution().getFileName().toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path solutionClasses(Chapter chapter) {
    return chapter.solution().resolve("target/classes");
  }
}
