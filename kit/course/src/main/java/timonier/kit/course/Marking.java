package timonier.kit.course;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import timonier.kit.course.CheckResult.State;
import timonier.kit.course.Course.Chapter;
import timonier.kit.course.Course.Exercise;
import timonier.kit.course.SourceCompiler.Problem;

/// Says how a learner's exercises stand: compiles the chapter, then runs the checks.
public final class Marking implements AutoCloseable {

  private final Workspace workspace;
  private final SourceCompiler compiler = new SourceCompiler();
  private final Map<String, ModuleCompiler> modules = new LinkedHashMap<>();

  /// Held while the compiler works: an interrupt would close the libraries that it reads, for good.
  private final ReentrantLock compiling = new ReentrantLock();

  /// For a learner's workspace.
  public Marking(Workspace workspace) {
    this.workspace = workspace;
  }

  /// How an exercise stands.
  ///
  /// @throws InterruptedException if it is not wanted any more
  Verdict mark(Chapter chapter, Exercise exercise) throws InterruptedException {
    return mark(chapter, exercise, _ -> {});
  }

  /// How an exercise stands.
  ///
  /// @param progress is told how its checks went, as soon as it is known
  /// @throws InterruptedException if it is not wanted any more
  Verdict mark(Chapter chapter, Exercise exercise, Consumer<List<CheckResult>> progress)
      throws InterruptedException {
    compiling.lockInterruptibly();
    Path file;
    try {
      file = checksOf(chapter, exercise);
      var refused = compile(chapter, file);
      if (refused.isPresent()) {
        return refused.get();
      }
    } finally {
      compiling.unlock();
    }
    var cache = workspace.cache().made();
    var jvm = CheckJvm.of(workspace.state().resolve("run"), cache);
    var classes = List.of(className(chapter, file));
    return verdict(jvm.run(workspace.running(chapter, cache), classes, progress));
  }

  private static Path checksOf(Chapter chapter, Exercise exercise) {
    var file = checks(chapter).get(exercise.id());
    if (file == null) {
      throw new CourseFailure(
          "The checks of exercise %s are missing from %s; 'reset %s' brings them back."
              .formatted(exercise.id(), chapter.folder(), exercise.id()));
    }
    return file;
  }

  /// Compiles a chapter and the checks of an exercise.
  ///
  /// @return what the compiler refuses, if it does
  private Optional<Verdict> compile(Chapter chapter, Path checks) {
    var problems = module(chapter).compile();
    if (!problems.isEmpty()) {
      return Optional.of(new Verdict.Uncompiled(problems));
    }
    problems = compileChecks(chapter, checks);
    return problems.isEmpty() ? Optional.empty() : Optional.of(new Verdict.Misfit(problems));
  }

  /// Ends a marking that is not wanted any more: at once, or when the compiler is done.
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

  /// How exercises of a chapter stand.
  ///
  /// @throws InterruptedException if it is not wanted any more
  Map<Exercise, Verdict> mark(Chapter chapter, List<Exercise> exercises)
      throws InterruptedException {
    var verdicts = new LinkedHashMap<Exercise, Verdict>();
    for (var exercise : exercises) {
      verdicts.put(exercise, mark(chapter, exercise));
    }
    return verdicts;
  }

  private List<Problem> compileChecks(Chapter chapter, Path file) {
    var out = workspace.testClasses(chapter);
    FileTree.delete(out);
    var classPath = new ArrayList<Path>();
    classPath.add(workspace.classes(chapter));
    classPath.addAll(workspace.below(chapter));
    return compiler.compile(List.of(file), classPath, out);
  }

  /// What the results of one exercise's checks say.
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

  /// The files with checks, by the exercises that they check.
  static Map<String, Path> checks(Chapter chapter) {
    var found = new LinkedHashMap<String, Path>();
    FileTree.texts(chapter.folder().resolve("src/test/java"), ".java")
        .forEach(
            (file, text) -> TaggedSource.of(text).checksOf().ifPresent(id -> found.put(id, file)));
    return found;
  }

  private static String className(Chapter chapter, Path file) {
    var path = chapter.folder().resolve("src/test/java").relativize(file).toString();
    return path.substring(0, path.length() - ".java".length()).replace('/', '.').replace('\\', '.');
  }

  @Override
  public void close() {
    compiler.close();
  }
}
