package timonier.kit.course;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// A course of five exercises in a folder of its own, with nothing learnt yet.
record TinyCourse(Path folder, Workspace workspace) {

  /// Makes the course; its starters are generated, its solutions compiled.
  static TinyCourse in(Path folder) throws IOException, URISyntaxException {
    return in(folder, text -> text);
  }

  /// The same with changed solutions.
  static TinyCourse in(Path folder, UnaryOperator<String> change)
      throws IOException, URISyntaxException {
    var source =
        Path.of(java.util.Objects.requireNonNull(TinyCourse.class.getResource("/tiny")).toURI());
    try (var files = Files.walk(source)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        var copy = folder.resolve(source.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
    FileTree.texts(folder.resolve("solutions"), ".java")
        .forEach((file, text) -> FileTree.write(file, change.apply(text)));
    var course = Course.of(folder.resolve("chapters"));
    var classPath = new ArrayList<Path>();
    Stream.of(System.getProperty("java.class.path").split(java.io.File.pathSeparator))
        .map(Path::of)
        .forEach(classPath::add);
    var tools = List.copyOf(classPath);
    try (var compiler = new SourceCompiler()) {
      for (var chapter : course.chapters()) {
        var classes = Workspace.solutionClasses(chapter);
        var sources = FileTree.texts(chapter.solution().resolve("src/main"), ".java");
        if (!compiler.compile(List.copyOf(sources.keySet()), classPath, classes).isEmpty()) {
          throw new IllegalStateException("the solution of " + chapter.name() + " is broken");
        }
        classPath.add(classes);
        Starter.of(chapter.solution()).write(chapter.folder());
      }
    }
    var repository = folder.resolve("repository");
    var originals = folder.resolve("originals.jar");
    LocalRepository.writeJar(List.of(folder.resolve("solutions")), originals);
    return new TinyCourse(folder, new Workspace(course, classPath, repository, originals, tools));
  }

  Course course() {
    return workspace.course();
  }

  /// The learner's file of an exercise.
  Path file(String id) {
    var chapter = course().chapterOf(course().exercise(id));
    return Places.of(chapter, id).orElseThrow().path();
  }

  /// Writes a body for an exercise.
  void write(String id, String body) throws IOException {
    var file = file(id);
    Files.writeString(file, TaggedSource.of(Files.readString(file)).withBody(id, body));
  }

  /// Takes the solution of an exercise.
  void solve(String id) throws IOException {
    var chapter = course().chapterOf(course().exercise(id));
    Files.writeString(file(id), workspace.starter(chapter).solutionOf(id).text());
  }

  Verdict mark(String id) throws InterruptedException {
    try (var marking = new Marking(workspace)) {
      var exercise = course().exercise(id);
      return marking.mark(course().chapterOf(exercise), exercise);
    }
  }

  /// A learner's session without a terminal.
  Session session(PrintStream screen, LocalDate today) {
    return new Session(workspace, new Screen(screen, false), texts(), today);
  }

  Texts texts() {
    return new Texts(Locale.ROOT);
  }
}
