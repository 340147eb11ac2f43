package timonier.kit.course;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionTest {

  private static final LocalDate TODAY = LocalDate.of(2026, 1, 2);

  @TempDir private Path folder;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  private Session session(TinyCourse course) {
    return course.session(new PrintStream(printed, true, StandardCharsets.UTF_8), TODAY);
  }

  private String printed() {
    var text = printed.toString(StandardCharsets.UTF_8);
    printed.reset();
    return text;
  }

  @Test
  void a_learner_goes_from_exercise_to_exercise() throws Exception {
    var course = TinyCourse.in(folder);
    try (var session = session(course)) {
      assertThat(session.current().orElseThrow().id()).isEqualTo("01-1");
      course.solve("01-1");
      assertThat(session.check(session.course().exercise("01-1")).passed()).isTrue();
      assertThat(printed()).contains("✓ 01-1  Counting words: all 4 checks pass.");
      assertThat(session.current().orElseThrow().id()).isEqualTo("01-2");
      assertThat(course.folder().resolve("chapters/progress.txt"))
          .content()
          .contains("done 01-1 2026-01-02\n");
    }
  }

  @Test
  void a_failure_is_reported_without_a_stack() throws Exception {
    var course = TinyCourse.in(folder);
    course.write("02-2", "{ return last; }");
    try (var session = session(course)) {
      session.check(session.course().exercise("02-2"));
    }
    assertThat(printed())
        .isEqualTo(
            """
            ✗ 02-2  The sum of 1 to 4 is 10.
              done:      the sum of 1 to 4
              expected:  10L
              got:       4L
              read:      chapters/02-numbers/index.adoc, section "Sums"
              0 of 1 check passes.
            """);
  }

  @Test
  void an_exercise_is_begun_again_from_what_travels_with_the_program() throws Exception {
    var course = TinyCourse.in(folder);
    course.write("01-2", "{ return \"mine\"; }");
    var checks = FileTree.texts(folder.resolve("chapters/01-words/src/test"), "Test.java");
    FileTree.delete(folder.resolve("chapters/01-words/src/test"));
    FileTree.delete(folder.resolve("solutions"));
    try (var session = session(course)) {
      session.reset(session.course().exercise("01-2"));
    }
    assertThat(course.file("01-2")).content().contains("exercise 01-2 is yours to write");
    assertThat(checks)
        .containsAllEntriesOf(FileTree.texts(folder.resolve("chapters/01-words/src/test"), ""));
  }

  @Test
  void a_reset_is_taken_back() throws Exception {
    var course = TinyCourse.in(folder);
    course.write("01-2", "{ return \"mine\"; }");
    course.write("01-3", "{ return \"too\"; }");
    var file = course.file("01-2");
    var mine = Files.readString(file);
    try (var session = session(course)) {
      session.reset(session.course().exercise("01-2"));
      assertThat(Files.readString(file))
          .contains("exercise 01-2 is yours to write", "\"too\"")
          .doesNotContain("\"mine\"");
      session.undo();
      assertThat(Files.readString(file)).isEqualTo(mine);
      assertThatThrownBy(session::undo).hasMessageContaining("nothing to undo");
    }
  }

  @Test
  void an_adopted_chapter_passes_and_is_taken_back() throws Exception {
    var course = TinyCourse.in(folder);
    try (var session = session(course)) {
      session.adopt(session.course().chapter("01"));
      var exercises = session.course().chapter("01").exercises();
      assertThat(session.check(exercises, ResultFiles.none())).isTrue();
      assertThat(session.current().orElseThrow().id()).isEqualTo("02-1");
      session.undo();
      assertThat(session.current().orElseThrow().id()).isEqualTo("01-1");
      assertThat(course.mark("01-1")).isInstanceOf(Verdict.Unwritten.class);
    }
  }

  @Test
  void the_first_hint_is_about_the_mistake() throws Exception {
    var course = TinyCourse.in(folder);
    course.write("01-1", "{ return text.isBlank() ? 0 : text.strip().split(\" \").length; }");
    try (var session = session(course)) {
      var exercise = session.course().exercise("01-1");
      session.solution(exercise);
      assertThat(printed()).contains("0 of 3 hints");
      session.hint(exercise, Optional.of(course.mark("01-1")));
      assertThat(printed()).contains("Two blanks side by side are one gap.");
      session.hint(exercise, Optional.empty());
      session.hint(exercise, Optional.empty());
      assertThat(printed()).contains("Hint 2 of 3", "Hint 3 of 3");
      session.solution(exercise);
      assertThat(printed()).contains("+     return text.isBlank() ? 0 : parts(text).length;");
    }
  }

  @Test
  void progress_is_recomputed() throws Exception {
    var course = TinyCourse.in(folder);
    var file = course.folder().resolve("chapters/progress.txt");
    Files.writeString(file, "# schema 1\ndone 01-1 2025-05-05\nfuture word of a newer engine\n");
    course.solve("02-1");
    try (var session = session(course)) {
      assertThat(session.progress(true)).isFalse();
    }
    assertThat(printed()).contains("01-1 was recorded as done, but does not pass now.");
    assertThat(file)
        .content()
        .contains("done 02-1", "future word of a newer engine")
        .doesNotContain("done 01-1");
  }

  @Test
  void a_line_without_meaning_is_refused() throws Exception {
    var course = TinyCourse.in(folder);
    Files.writeString(course.folder().resolve("chapters/progress.txt"), "done\n");
    try (var session = session(course)) {
      assertThatThrownBy(session::current)
          .isInstanceOf(CourseFailure.class)
          .hasMessageContaining("'done'");
    }
  }
}
