package timonier.kit.course;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Locale;
import timonier.kit.course.Course.Chapter;
import timonier.kit.course.Course.Exercise;
import timonier.kit.course.Screen.Style;

/// Exercises with a learner's progress, as `list` shows them, and prints them for programs.
///
/// @param format the name of this format; changes with it
/// @param course the title of the course
/// @param chapters those with wanted exercises
record Listing(String format, String course, List<Part> chapters) {

  static final String FORMAT = "timonier-list-1";

  /// The exercises of one chapter.
  ///
  /// @param number its permanent number
  /// @param title its title
  /// @param exercises the wanted ones
  record Part(String number, String title, List<Row> exercises) {}

  /// The progress in one exercise.
  ///
  /// @param id its permanent number
  /// @param title a few words
  /// @param state whether it is done
  /// @param minutes the time that most people need
  /// @param hints how many tiers of hints were shown
  /// @param adopted whether the reference was taken for it
  /// @param day on which it was done; empty if it is not
  /// @param introduces the ideas that are new in it
  /// @param requires the ideas to know before
  record Row(
      String id,
      String title,
      State state,
      int minutes,
      int hints,
      boolean adopted,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) String day,
      List<String> introduces,
      List<String> requires) {

    static Row of(Exercise exercise, Progress progress) {
      var id = exercise.id();
      return new Row(
          id,
          exercise.title(),
          progress.isDone(id) ? State.DONE : State.OPEN,
          exercise.minutes(),
          progress.hints(id),
          progress.isAdopted(id),
          progress.day(id).orElse(""),
          exercise.introduces(),
          exercise.requires());
    }
  }

  /// Whether an exercise is done.
  enum State {
    DONE,
    OPEN
  }

  /// Selects exercises.
  ///
  /// @param states their states
  /// @param word in their number, their title, or an idea that they introduce, ignoring case; empty
  ///   for all
  record Wanted(List<State> states, String word) {
    static final Wanted ALL = new Wanted(List.of(State.values()), "");
    static final Wanted OPEN = new Wanted(List.of(State.OPEN), "");

    private boolean has(Row row) {
      return states.contains(row.state())
          && (contains(row.id())
              || contains(row.title())
              || row.introduces().stream().anyMatch(this::contains));
    }

    private boolean contains(String text) {
      return text.toLowerCase(Locale.ROOT).contains(word.toLowerCase(Locale.ROOT));
    }
  }

  static Listing of(Course course, Progress progress, Wanted wanted) {
    var chapters =
        course.chapters().stream()
            .map(chapter -> part(chapter, progress, wanted))
            .filter(part -> !part.exercises().isEmpty())
            .toList();
    return new Listing(FORMAT, course.title(), chapters);
  }

  private static Part part(Chapter chapter, Progress progress, Wanted wanted) {
    var rows =
        chapter.exercises().stream()
            .map(exercise -> Row.of(exercise, progress))
            .filter(wanted::has)
            .toList();
    return new Part(chapter.number(), chapter.title(), rows);
  }

  /// Shows it to the learner.
  void show(Screen screen, Texts texts) {
    if (chapters.isEmpty()) {
      screen.line(texts.get("list.none"));
    }
    for (var chapter : chapters) {
      screen.line(Style.STRONG, chapter.number() + "  " + chapter.title());
      chapter.exercises().forEach(row -> show(row, screen));
    }
  }

  private static void show(Row row, Screen screen) {
    var done = row.state() == State.DONE;
    screen.line(
        done ? Style.GOOD : Style.PLAIN,
        "  %s %s  %s  %d min%s"
            .formatted(
                done ? "✓" : "○",
                row.id(),
                row.title(),
                row.minutes(),
                row.adopted() ? "  (adopted)" : ""));
  }
}
