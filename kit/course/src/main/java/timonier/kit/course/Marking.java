package timonier.kit.course;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import timonier.kit.course.CheckResult.State;
import timonier.kit.course.Course.Chapter;
import timonier.kit.course.Course.Exercise;
import timonier.kit.course.SourceCompiler.Problem;

/// Marks a learner's exercises: compiles the chapter, then runs the checks.
public final class Marking implements AutoCloseable {

  private static final String CHECKS = "src/test/java";

  private final Workspace workspace;
  private final SourceCompiler compiler = new SourceCompiler();
  private final Map<String, ModuleCompiler> modules = new LinkedHashMap<>();

  /// Held while the compiler works: an interrupt would close the libraries that it reads, and they
  /// stay closed.
  private final ReentrantLock compiling = new ReentrantLock();

  private final Map<Exercise, Checks> compiled = new HashMap<>();

  /// A file of checks, and the shape of the module that it was compiled against.
  private record Checks(Path file, String text, UUID shape) {}

  /// Makes one for a learner's workspace.
  public Marking(Workspace workspace) {
    this.workspace = workspace;
  }

  /// Marks an exercise.
  ///
  /// @throws InterruptedException if it was cancelled
  Verdict mark(Chapter chapter, Exercise exercise) throws InterruptedException {
    return mark(chapter, exercise, _ -> {});
  }

  /// Marks an exercise.
  ///
  /// @param progress called with the results of its checks as they come in
  /// @throws InterruptedException if it was cancelled
  Verdict mark(Chapter chapter, Exercise exercise, Consumer<List<CheckResult>> progress)
      throws InterruptedException {
    try (var jvm = start(chapter, exercise)) {
      compiling.lockInterruptibly();
      Path checks;
      try {
        checks = checksOf(chapter, exercise);
        var refused = compile(chapter, exercise, checks);
        if (refused.isPresent()) {
          return refused.get();
        }
      } finally {
        compiling.unlock();
      }
      return verdict(jvm.run(List.of(className(chapter, checks)), progress));
    }
  }

  /// Starts the JVM for the checks, while the compiler works.
  private CheckJvm.Started start(Chapter chapter, Exercise exercise) {
    var cache = workspace.cache().made();
    var own = List.of(workspace.classes(chapter), workspace.testClasses(exercise));
    own.forEach(FileTree::makeFolder);
    return CheckJvm.of(workspace.state().resolve("run"), cache)
        .start(workspace.running(chapter, cache, own));
  }

  private static Path checksOf(Chapter chapter, Exercise exercise) {
    return checks(chapter, exercise)
        .orElseThrow(() ->
            new CourseFailure(
                "The checks of exercise %s are missing from %s; 'reset %s' brings them back."
                    .formatted(exercise.id(), chapter.folder(), exercise.id())));
  }

  /// Finds the file with the checks of an exercise. Only files that contain its number are parsed.
  static Optional<Path> checks(Chapter chapter, Exercise exercise) {
    var number = '"' + exercise.id() + '"';
    return FileTree.texts(chapter.folder().resolve(CHECKS), ".java").entrySet().stream()
        .filter(file -> file.getValue().contains(number))
        .filter(file ->
            TaggedSource.of(file.getValue()).checksOf().filter(exercise.id()::equals).isPresent())
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /// Compiles a chapter and the checks of an exercise.
  ///
  /// @return the verdict if the compiler refuses it
  private Optional<Verdict> compile(Chapter chapter, Exercise exercise, Path checks) {
    var module = module(chapter);
    var problems = module.compile();
    if (!problems.isEmpty()) {
      return Optional.of(new Verdict.Uncompiled(problems));
    }
    problems =
        compileChecks(chapter, exercise, new Checks(checks, FileTree.read(checks), module.shape()));
    return problems.isEmpty() ? Optional.empty() : Optional.of(new Verdict.Misfit(problems));
  }

  /// Cancels a marking: at once, or once the compiler is done.
  ///
  /// @param marking the thread that marks
  void end(Thread marking) {
    compiling.lock();
    try {
      marking.interrupt();
    } finally {
      compiling.unlock();
    }
  }

  /// Marks exercises of a chapter.
  ///
  /// @throws InterruptedException if it was cancelled
  Map<Exercise, Verdict> mark(Chapter chapter, List<Exercise> exercises)
      throws InterruptedException {
    var verdicts = new LinkedHashMap<Exercise, Verdict>();
    for (var exercise : exercises) {
      verdicts.put(exercise, mark(chapter, exercise));
    }
    return verdicts;
  }

  private List<Problem> compileChecks(Chapter chapter, Exercise exercise, Checks checks) {
    var out = workspace.testClasses(exercise);
    if (checks.equals(compiled.get(exercise)) && !FileTree.files(out).isEmpty()) {
      return List.of();
    }
    FileTree.clear(out);
    var classPath = new ArrayList<Path>();
    classPath.add(workspace.classes(chapter));
    classPath.addAll(workspace.below(chapter));
    var problems = compiler.compile(List.of(checks.file()), classPath, out);
    if (problems.isEmpty()) {
      compiled.put(exercise, checks);
    }
    return problems;
  }

  /// Makes the verdict from the results of one exercise's checks.
  static Verdict verdict(CheckJvm.Run run) {
    var results = List.copyOf(run.results().values());
    var unfinished =
        results.stream().filter(result -> result.state() == State.UNFINISHED).findFirst();
    if (!run.ended()) {
      return new Verdict.Endless(unfinished.map(CheckResult::sentence).orElse(""));
    }
    if (unfinished.isPresent() || results.isEmpty()) {
      var output = run.output().strip();
      return new Verdict.Ended(output.substring(Math.max(0, output.length() - 2_000)));
    }
    if (results.stream().allMatch(CheckResult::passed)) {
      return new Verdict.Passed(results);
    }
    return results.stream().anyMatch(result -> result.state() == State.UNWRITTEN)
        ? new Verdict.Unwritten()
        : new Verdict.Failed(results);
  }

  private ModuleCompiler module(Chapter chapter) {
    return modules.computeIfAbsent(
        chapter.number(),
        _ ->
            new ModuleCompiler(
                compiler,
                chapter.folder().resolve("src/main"),
                workspace.below(chapter),
                workspace.classes(chapter)));
  }

  private static String className(Chapter chapter, Path file) {
    return Starter.className(chapter.folder().relativize(file).toString().replace('\\', '/'));
  }

  @Override
  public void close() {
    compiler.close();
  }
}
