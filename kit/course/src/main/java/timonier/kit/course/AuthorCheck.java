package timonier.kit.course;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import timonier.kit.course.Coaching.Variant;
import timonier.kit.course.Course.Chapter;
import timonier.kit.course.Course.Exercise;
import timonier.kit.course.SourceCompiler.Problem;

/// Proves a course before learners see it: the starter compiles, and fails for the labelled reason;
/// the solution and its alternatives pass; each mistake fails exactly the checks that it names.
final class AuthorCheck {

  /// How many wrong answers each exercise needs at least.
  private static final int LEAST_MISTAKES = 5;

  private static final int TIERS = 3;

  private final Workspace workspace;
  private final PrintStream out;
  private final boolean all;
  private final SourceCompiler compiler = new SourceCompiler();
  private final List<String> findings = new ArrayList<>();
  private int unchanged;

  /// @param all whether to check exercises that did not change since they were found right, too
  AuthorCheck(Workspace workspace, PrintStream out, boolean all) {
    this.workspace = workspace;
    this.out = out;
    this.all = all;
  }

  /// Checks chapters, and prints what it found and the matrix of mistakes and checks.
  ///
  /// @return whether nothing is wrong
  boolean check(List<Chapter> chapters) throws InterruptedException {
    workspace.cache().make();
    for (var chapter : chapters) {
      check(chapter);
    }
    findings.forEach(finding -> out.println("WRONG " + finding));
    out.printf(
        "%d chapters checked, %d exercises unchanged since they were last, %d findings%n",
        chapters.size(), unchanged, findings.size());
    return findings.isEmpty();
  }

  private void check(Chapter chapter) throws InterruptedException {
    var starter = Starter.of(chapter.solution());
    var declared = chapter.exercises().stream().map(Exercise::id).collect(Collectors.toSet());
    if (!declared.equals(starter.exercises().keySet())) {
      find(
          "chapter %s: course.yaml declares %s, the solution has %s",
          chapter.number(), new TreeSet<>(declared), starter.exercises().keySet());
      return;
    }
    var differences = starter.differences(chapter.folder());
    if (!differences.isEmpty()) {
      find(
          "chapter %s is not what 'author generate' makes of the solution: %s",
          chapter.number(), differences);
    }
    var trial = new Trial(chapter, starter);
    checkStarter(trial);
    var proved = ProvedExercises.of(workspace.course(), chapter);
    for (var exercise : chapter.exercises()) {
      if (!all && proved.contains(exercise.id())) {
        unchanged++;
        continue;
      }
      var before = findings.size();
      check(trial, exercise);
      if (findings.size() == before) {
        checkMutants(trial, exercise.id());
      }
      proved.note(exercise.id(), findings.size() == before);
    }
  }

  /// The whole starter compiles.
  private void checkStarter(Trial trial) {
    var sources = new TreeMap<>(trial.starter.files());
    sources.keySet().removeIf(path -> !path.endsWith(".java"));
    var problems = trial.compile(sources);
    if (!problems.isEmpty()) {
      find("the starter of %s does not compile: %s", trial.chapter.number(), problems);
    }
  }

  private void check(Trial trial, Exercise exercise) throws InterruptedException {
    var id = exercise.id();
    if (!trial.starter.checks().containsKey(id)) {
      find("exercise %s has no checks", id);
      return;
    }
    var source = trial.starter.solutionOf(id);
    var solved = trial.run(id, source.text()).verdict();
    if (!(solved instanceof Verdict.Passed passed)) {
      find("the solution of %s does not pass: %s", id, told(solved));
      return;
    }
    var cut = trial.run(id, StarterSource.cut(source, id));
    if (!(cut.verdict() instanceof Verdict.Unwritten)) {
      find(
          "%s without its body does not fail for the labelled reason: %s", id, told(cut.verdict()));
    }
    cut.passed().forEach(check -> find("%s: %s passes without a body", id, check));
    var coaching = Coaching.of(trial.chapter, id);
    checkHints(id, coaching, source);
    var matrix = new Matrix(passed.results().stream().map(CheckResult::check).toList());
    for (var mistake : coaching.mistakes()) {
      var verdict = trial.run(id, source.withBody(id, mistake.body())).verdict();
      matrix.put(mistake.name(), failed(verdict, passed));
      checkMistake(id, mistake, verdict, passed);
    }
    checkAlternatives(trial, id, coaching, source);
    matrix.twins().forEach(twins -> find("%s: the same checks find %s", id, twins));
    if (coaching.mistakes().size() < LEAST_MISTAKES) {
      find("%s has %d mistakes, of at least %d", id, coaching.mistakes().size(), LEAST_MISTAKES);
    }
    out.printf("%s  %s%n%s", id, exercise.title(), matrix);
  }

  private void checkAlternatives(Trial trial, String id, Coaching coaching, TaggedSource source)
      throws InterruptedException {
    for (var right : coaching.alternatives()) {
      var verdict = trial.run(id, source.withBody(id, right.body())).verdict();
      if (!verdict.passed()) {
        find("%s: the alternative %s does not pass: %s", id, right.name(), told(verdict));
      }
    }
  }

  /// Mutants take longest, so they come last, and only if all else is right.
  private void checkMutants(Trial trial, String id) throws InterruptedException {
    var made = new MutantRun(workspace, trial.chapter, trial.starter).of(id);
    out.printf("  %s%n", made);
    findings.addAll(made.findings());
  }

  private void checkMistake(String id, Variant mistake, Verdict verdict, Verdict.Passed passed) {
    var failed = failed(verdict, passed);
    if (verdict instanceof Verdict.Uncompiled || verdict instanceof Verdict.Misfit) {
      find("%s: the mistake %s does not compile: %s", id, mistake.name(), told(verdict));
    } else if (!failed.equals(mistake.fails())) {
      find(
          "%s: the mistake %s says it fails %s, and fails %s",
          id, mistake.name(), mistake.fails(), failed);
    } else if (failed.size() == passed.results().size()) {
      find("%s: the mistake %s passes no check: it is not plausible", id, mistake.name());
    }
  }

  private void checkHints(String id, Coaching coaching, TaggedSource source) {
    if (coaching.hints().size() != TIERS) {
      find("%s has %d hints, not %d", id, coaching.hints().size(), TIERS);
    }
    var gentle = coaching.hints().stream().limit(TIERS - 1).collect(Collectors.joining("\n"));
    SolutionLines.in(gentle, source.body(id).orElseThrow())
        .forEach(line -> find("%s: a gentle hint has a line of the solution: %s", id, line));
    var own = coaching.mistakes().stream().filter(mistake -> !mistake.hint().isEmpty()).count();
    if (own * 10 < coaching.mistakes().size() * 6L) {
      find("%s: only %d mistakes have a hint of their own", id, own);
    }
  }

  /// The checks that did not pass, including those that never ran.
  private static TreeSet<String> failed(Verdict verdict, Verdict.Passed all) {
    var names =
        all.results().stream()
            .map(CheckResult::check)
            .collect(Collectors.toCollection(TreeSet::new));
    if (verdict instanceof Verdict.Passed) {
      names.clear();
    } else if (verdict instanceof Verdict.Failed failed) {
      failed.results().stream()
          .filter(CheckResult::passed)
          .forEach(result -> names.remove(result.check()));
    }
    return names;
  }

  private static String told(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Failed failed -> failed.first().check() + ": " + failed.first();
      default -> verdict.toString();
    };
  }

  private void find(String text, Object... values) {
    findings.add(text.formatted(values));
  }

  /// Compiles and runs variants of one chapter's solution, in a folder of its own.
  private final class Trial {
    private final Chapter chapter;
    private final Starter starter;
    private final Path folder;

    Trial(Chapter chapter, Starter starter) {
      this.chapter = chapter;
      this.starter = starter;
      this.folder = workspace.state().resolve("author").resolve(chapter.name());
    }

    /// Compiles changed files into the solution's classes.
    ///
    /// @param texts by paths in the module
    List<Problem> compile(Map<String, String> texts) {
      FileTree.delete(folder);
      var files = new ArrayList<Path>();
      texts.forEach((path, text) -> files.add(FileTree.write(folder.resolve(path), text)));
      var classPath = new ArrayList<Path>();
      classPath.add(Workspace.solutionClasses(chapter));
      classPath.addAll(workspace.below(chapter));
      return compiler.compile(files, classPath, folder.resolve("classes"));
    }

    /// Runs the checks of an exercise when its file has this text and all else is the solution.
    Outcome run(String id, String text) throws InterruptedException {
      var test = starter.checks(id);
      var problems = compile(Map.of(starter.path(id), text, test, starter.text(test)));
      if (!problems.isEmpty()) {
        return new Outcome(new Verdict.Uncompiled(problems), List.of());
      }
      var own = List.of(folder.resolve("classes"), Workspace.solutionClasses(chapter));
      var cache = workspace.cache().made();
      var run =
          CheckJvm.of(folder.resolve("run"), cache)
              .run(workspace.running(chapter, cache, own), List.of(Starter.className(test)));
      var passed =
          run.results().values().stream()
              .filter(CheckResult::passed)
              .map(CheckResult::check)
              .toList();
      return new Outcome(Marking.verdict(run), passed);
    }
  }

  /// The outcome of a variant.
  ///
  /// @param passed the checks that passed
  private record Outcome(Verdict verdict, List<String> passed) {}
}
