package timonier.kit.course;

import java.util.List;
import timonier.kit.course.CheckResult.State;
import timonier.kit.course.Course.Chapter;
import timonier.kit.course.Course.Exercise;
import timonier.kit.course.Screen.Style;
import timonier.kit.course.SourceCompiler.Problem;

/// Shows a learner the verdict on an exercise: a line if it passed; otherwise what was done, what
/// was expected, what came, and where to read about it.
final class Report {

  private static final int MOST_PROBLEMS = 3;

  private final Screen screen;
  private final Texts texts;

  Report(Screen screen, Texts texts) {
    this.screen = screen;
    this.texts = texts;
  }

  /// Shows it.
  void tell(Chapter chapter, Exercise exercise, Verdict verdict) {
    switch (verdict) {
      case Verdict.Passed(var results) ->
          screen.line(
              Style.GOOD,
              "✓ " + texts.get("passed", exercise.id(), exercise.title(), results.size()));
      case Verdict.Unwritten() -> unwritten(chapter, exercise);
      case Verdict.Failed failed -> failed(chapter, exercise, failed);
      case Verdict.Uncompiled(var problems) -> problems(exercise, "uncompiled", problems);
      case Verdict.Misfit(var problems) -> problems(exercise, "misfit", problems);
      case Verdict.Endless(var check) -> bad(exercise, texts.get("endless", check));
      case Verdict.Ended(var output) -> {
        bad(exercise, texts.get("ended"));
        screen.line(output);
      }
    }
  }

  private void bad(Exercise exercise, String text) {
    screen.line(Style.BAD, "✗ " + exercise.id() + "  " + exercise.title());
    screen.paragraph(text);
  }

  private void unwritten(Chapter chapter, Exercise exercise) {
    screen.line(Style.STRONG, "○ " + texts.get("unwritten", exercise.id(), exercise.title()));
    Places.of(chapter, exercise.id())
        .ifPresent(place -> {
          screen.labelled("  " + texts.get("asks"), place.sentence());
          screen.labelled("  " + texts.get("write"), place.method() + " in " + place.file());
        });
    read(chapter, exercise);
  }

  private void failed(Chapter chapter, Exercise exercise, Verdict.Failed failed) {
    var first = failed.first();
    screen.line(Style.BAD, "✗ " + texts.get("failed", exercise.id(), first.sentence()));
    labelled("done", first.done());
    if (first.state() == State.FAILED && first.message().isEmpty()) {
      labelled("expected", first.expected());
      labelled("got", first.got());
    } else {
      labelled("message", first.message());
    }
    labelled("where", first.where());
    read(chapter, exercise);
    var passed = failed.results().stream().filter(CheckResult::passed).count();
    screen.line(Style.DIM, "  " + texts.get("passes", passed, failed.results().size()));
  }

  private void labelled(String label, String text) {
    if (!text.isEmpty()) {
      screen.labelled("  " + texts.get(label), text);
    }
  }

  private void read(Chapter chapter, Exercise exercise) {
    labelled(
        "read",
        texts.get("section", "chapters/" + chapter.name() + "/index.adoc", exercise.title()));
  }

  private void problems(Exercise exercise, String key, List<Problem> problems) {
    bad(exercise, texts.get(key));
    for (var problem : problems.stream().limit(MOST_PROBLEMS).toList()) {
      screen.labelled("  %s:%d  ".formatted(problem.file(), problem.line()), problem.message());
    }
  }
}
