package timonier.kit.course;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import timonier.kit.course.Course.Chapter;
import timonier.kit.course.Course.Exercise;
import timonier.kit.course.Screen.Style;

/// The commands of a learner, answered on the screen.
final class Session implements AutoCloseable {

  /// The number of hints; after the last, the solution can be shown.
  private static final int TIERS = 3;

  private final Workspace workspace;
  private final Screen screen;
  private final Texts texts;
  private final Marking marking;
  private final LocalDate today;

  Session(Workspace workspace, Screen screen, Texts texts, LocalDate today) {
    this.workspace = workspace;
    this.screen = screen;
    this.texts = texts;
    this.marking = new Marking(workspace);
    this.today = today;
  }

  Course course() {
    return workspace.course();
  }

  private Path progressFile() {
    return course().folder().resolve(Progress.FILE);
  }

  private Progress progress() {
    return Progress.of(progressFile());
  }

  private Backups backups() {
    return new Backups(workspace.state().resolve("backups"));
  }

  /// The first exercise that is not done.
  Optional<Exercise> current() {
    var progress = progress();
    return course().exercises().filter(exercise -> !progress.isDone(exercise.id())).findFirst();
  }

  /// Shows where the learner is.
  void whereAmI() {
    var exercises = course().exercises().toList();
    var progress = progress();
    var done = exercises.stream().filter(exercise -> progress.isDone(exercise.id())).count();
    screen.line(Style.STRONG, course().title());
    screen.line(texts.get("progress", done, exercises.size()));
    current()
        .ifPresent(exercise -> {
          screen.line(texts.get("where.am.i", exercise.id(), exercise.title()));
          screen.line(texts.get("begin"));
        });
  }

  /// Marks an exercise, printing nothing.
  ///
  /// @throws InterruptedException if it was cancelled
  Verdict look(Exercise exercise) throws InterruptedException {
    return marking.mark(course().chapterOf(exercise), exercise);
  }

  /// Checks one exercise, and records the result.
  ///
  /// @throws InterruptedException if it was cancelled
  Verdict check(Exercise exercise) throws InterruptedException {
    return check(exercise, ResultFiles.none());
  }

  private Verdict check(Exercise exercise, ResultFiles files) throws InterruptedException {
    var chapter = course().chapterOf(exercise);
    var verdict = marking.mark(chapter, exercise, ran -> files.put(exercise, ran));
    files.put(exercise, verdict);
    if (verdict.passed()) {
      progress().done(exercise.id(), today).save();
    }
    new Report(screen, texts).tell(chapter, exercise, verdict);
    return verdict;
  }

  /// Cancels a check.
  ///
  /// @param checking the thread that checks
  void end(Thread checking) {
    marking.end(checking);
  }

  /// Checks exercises one after the other.
  ///
  /// @param files rewritten after each check
  /// @return whether all pass
  boolean check(List<Exercise> exercises, ResultFiles files) throws InterruptedException {
    var declared = new LinkedHashMap<Exercise, List<CheckResult>>();
    for (var exercise : exercises) {
      var checks = Marking.checks(course().chapterOf(exercise), exercise);
      declared.put(
          exercise,
          checks
              .map(file -> DeclaredChecks.of(exercise.id(), FileTree.read(file)))
              .orElse(List.of()));
    }
    files.expect(declared);
    var all = true;
    for (var exercise : exercises) {
      all &= check(exercise, files).passed();
    }
    return all;
  }

  /// Shows exercises with their states.
  void list(Listing.Wanted wanted) {
    listing(wanted).show(screen, texts);
  }

  private Listing listing(Listing.Wanted wanted) {
    return Listing.of(course(), progress(), wanted);
  }

  /// Prints them for programs, as JSON.
  void listAsJson(Listing.Wanted wanted) {
    screen.line(ResultFiles.json(listing(wanted)).strip());
  }

  /// Shows the next hint: first one for the failure, if it looks like a known mistake, then the
  /// tiers.
  void hint(Exercise exercise, Optional<Verdict> last) {
    var coaching = Coaching.of(course().chapterOf(exercise), exercise.id());
    var mistake = last.flatMap(coaching::hintFor);
    var progress = progress();
    var shown = progress.hints(exercise.id());
    if (mistake.isPresent() && shown == 0) {
      screen.paragraph(texts.get("hint.mistake", mistake.get()));
      progress.hinted(exercise.id(), 1).save();
    } else if (coaching.hints().isEmpty()) {
      screen.paragraph(texts.get("hint.empty", exercise.id()));
    } else if (shown < coaching.hints().size()) {
      screen.paragraph(
          texts.get("hint", shown + 1, coaching.hints().size(), coaching.hints().get(shown)));
      progress.hinted(exercise.id(), shown + 1).save();
    } else {
      screen.paragraph(texts.get("hint.none"));
    }
  }

  /// Shows the difference to the solution, once the exercise passes or there are no more hints.
  void solution(Exercise exercise) {
    var chapter = course().chapterOf(exercise);
    var progress = progress();
    var tiers = Math.min(TIERS, Coaching.of(chapter, exercise.id()).hints().size());
    if (!progress.isDone(exercise.id()) && progress.hints(exercise.id()) < tiers) {
      screen.paragraph(
          texts.get("solution.first", exercise.id(), progress.hints(exercise.id()), tiers));
      return;
    }
    var solution = workspace.starter(chapter).solutionOf(exercise.id());
    var mine = Places.of(chapter, exercise.id());
    var theirs = solution.body(exercise.id()).orElseThrow();
    var yours = mine.flatMap(place -> place.source().body(exercise.id())).orElse("");
    if (yours.equals(theirs)) {
      screen.line(Style.GOOD, texts.get("solution.same"));
      return;
    }
    for (var line : LineDiff.of(yours.lines().toList(), theirs.lines().toList())) {
      var style =
          line.startsWith("+") ? Style.GOOD : line.startsWith("-") ? Style.BAD : Style.PLAIN;
      screen.line(style, line);
    }
  }

  /// Resets an exercise to its beginning; the rest of its file stays.
  void reset(Exercise exercise) {
    var chapter = course().chapterOf(exercise);
    var starter = workspace.starter(chapter);
    var path = starter.path(exercise.id());
    var file = chapter.folder().resolve(path);
    var original = starter.text(path);
    var body = TaggedSource.of(original).body(exercise.id()).orElseThrow();
    var text =
        Places.of(chapter, exercise.id())
            .filter(place -> place.path().equals(file))
            .map(place -> place.source().withBody(exercise.id(), body))
            .orElse(original);
    var changes = new LinkedHashMap<Path, String>();
    changes.put(file, text);
    var checks = starter.checks(exercise.id());
    changes.put(chapter.folder().resolve(checks), starter.text(checks));
    change("reset " + exercise.id(), changes, progress().undone(exercise.id()));
    screen.line(texts.get("reset", exercise.id()));
  }

  /// Takes the reference for a whole chapter.
  void adopt(Chapter chapter) {
    var changes = new LinkedHashMap<Path, String>();
    var progress = progress();
    workspace
        .starter(chapter)
        .solution()
        .forEach((path, source) -> changes.put(chapter.folder().resolve(path), source.text()));
    for (var exercise : chapter.exercises()) {
      if (!progress.isDone(exercise.id())) {
        progress.done(exercise.id(), today).adopted(exercise.id(), today);
      }
    }
    change("adopt " + chapter.number(), changes, progress);
    screen.line(texts.get("adopted", chapter.number()));
  }

  /// Carries the work of an older copy of the course into this one, which must not have been begun.
  void update(Course old) {
    var changes = new LinkedHashMap<Path, String>();
    for (var chapter : course().chapters()) {
      var fresh = workspace.starter(chapter);
      if (!fresh.differences(chapter.folder()).isEmpty()) {
        throw new CourseFailure(
            "Chapter %s is begun in this copy; 'update' brings work into a new one."
                .formatted(chapter.number()));
      }
      old.chapters().stream()
          .filter(before -> before.number().equals(chapter.number()))
          .map(before -> CarriedWork.of(before, fresh))
          .forEach(work -> {
            work.files().forEach((path, text) -> changes.put(chapter.folder().resolve(path), text));
            screen.line(texts.get("updated", chapter.number(), work.bodies()));
            work.apart().forEach(path -> screen.line(texts.get("apart", path, CarriedWork.MINE)));
          });
    }
    change("update", changes, Progress.of(old.folder().resolve(Progress.FILE)));
    screen.line(texts.get("recheck"));
  }

  /// Changes files and progress in one step that can be undone.
  private void change(String what, Map<Path, String> files, Progress progress) {
    var changes = new LinkedHashMap<>(files);
    changes.put(progressFile(), progress.text());
    backups().change(what, changes);
  }

  /// Undoes the last reset, adoption or update.
  void undo() {
    screen.line(texts.get("undone", backups().undo()));
  }

  /// Shows what was done when, and checks all of it again if wanted.
  ///
  /// @return whether all that is recorded as done passes
  boolean progress(boolean recheck) throws InterruptedException {
    var kept = true;
    if (recheck) {
      for (var chapter : course().chapters()) {
        kept &= recheck(chapter);
      }
    }
    var progress = progress();
    var exercises = course().exercises().toList();
    for (var exercise : exercises) {
      progress
          .day(exercise.id())
          .ifPresent(day ->
              screen.line(
                  "  ✓ %s  %s  %s, hints: %d"
                      .formatted(
                          exercise.id(), exercise.title(), day, progress.hints(exercise.id()))));
    }
    var done = exercises.stream().filter(exercise -> progress.isDone(exercise.id())).count();
    screen.line(texts.get("progress", done, exercises.size()));
    return kept;
  }

  private boolean recheck(Chapter chapter) throws InterruptedException {
    var kept = true;
    var progress = progress();
    for (var entry : marking.mark(chapter, chapter.exercises()).entrySet()) {
      var id = entry.getKey().id();
      var passes = entry.getValue().passed();
      if (progress.isDone(id) && !passes) {
        screen.line(Style.BAD, texts.get("recheck.lost", id));
        progress.undone(id);
        kept = false;
      } else if (!progress.isDone(id) && passes) {
        screen.line(Style.GOOD, texts.get("recheck.found", id));
        progress.done(id, today);
      }
    }
    progress.save();
    return kept;
  }

  @Override
  public void close() {
    marking.close();
  }
}
