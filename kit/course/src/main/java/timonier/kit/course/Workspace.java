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

/// The folders in which a learner works, and the classes that their code runs on.
///
/// @param course the course that is learnt
/// @param reference the class path of the finished program: libraries first, then class folders
/// @param repository in which editors and Maven find the reference's modules
/// @param originals the jar with the modules of the solutions, each in a folder of its name. It is
///   part of the program, so changes of a learner's files, or of the reference's, do not affect it
/// @param tools the libraries that only authors need, to make mutants
public record Workspace(
    Course course, List<Path> reference, Path repository, Path originals, List<Path> tools) {

  /// Copies the class paths.
  public Workspace {
    reference = List.copyOf(reference);
    tools = List.copyOf(tools);
  }

  /// The folder for the engine's own files: classes, backups.
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

  /// The class path to compile a chapter: all but the chapter itself.
  List<Path> below(Chapter chapter) {
    var own = chapter.solution().resolve("target");
    return reference.stream().filter(entry -> !entry.startsWith(own)).toList();
  }

  /// The class path to run a chapter's checks: libraries and the engine first, in the order of the
  /// cache, and the learner's class folders instead of the reference's.
  ///
  /// @param own the class folders of the chapter and of its checks
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

  /// The cache with which checks start faster.
  CheckCache cache() {
    var engine =
        Stream.of(CheckMain.class, Check.class)
            .map(part -> part.getProtectionDomain().getCodeSource().getLocation())
            .map(place -> Path.of(URI.create(place.toString())))
            .distinct()
            .toList();
    return new CheckCache(state(), libraries(), engine);
  }

  /// Whether an entry is a library rather than a module of the reference. Those are folders
  /// `target/classes`, or jars next to them.
  private static boolean isLibrary(Path entry) {
    var folder = entry.getParent();
    return !Files.isDirectory(entry) && (folder == null || !folder.endsWith("target"));
  }

  /// The starter with which a learner began a chapter.
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
