package timonier.kit.course;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CarriedWorkTest {

  private static final String WORDS = "src/main/java/tiny/Words.java";
  private static final String MINE =
      "{ return split(text).stream().min(Comparator.reverseOrder()).orElse(\"\"); }";

  @TempDir private Path folder;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private Path old = Path.of("");
  private Path now = Path.of("");

  @BeforeEach
  void begin() throws Exception {
    old = folder.resolve("old");
    now = folder.resolve("new");
    var course = TinyCourse.in(old);
    course.write("01-2", MINE);
    var file = course.file("01-2");
    Files.writeString(
        file,
        Files.readString(file)
            .replace("package tiny;\n", "package tiny;\n\nimport java.util.Comparator;\n"));
    Files.writeString(old.resolve("chapters/progress.txt"), "done 01-2 2025-12-24\nhint 01-2 1\n");
  }

  private void update(TinyCourse course) {
    var out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    try (var session = course.session(out, LocalDate.of(2026, 1, 2))) {
      session.update(Course.of(old.resolve("chapters")));
    }
  }

  private String words(String end) throws IOException {
    return Files.readString(now.resolve("chapters/01-words").resolve(WORDS + end));
  }

  /// The newer course, with one more sentence in a file that has exercises.
  private TinyCourse changed() throws Exception {
    return TinyCourse.in(
        now, text -> text.replace("final class Words {", "/// Words.\nfinal class Words {"));
  }

  @Test
  void a_file_that_the_course_left_alone_is_the_learners() throws Exception {
    var course = TinyCourse.in(now);
    update(course);
    assertThat(words(""))
        .isEqualTo(Files.readString(old.resolve("chapters/01-words").resolve(WORDS)));
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("Chapter 01: one exercise was written, and is here now.")
        .contains("Chapter 02: nothing was written");
    assertThat(now.resolve("chapters/progress.txt"))
        .content()
        .contains("done 01-2 2025-12-24", "hint 01-2 1");
  }

  @Test
  void bodies_and_their_imports_come_into_a_file_that_the_course_changed() throws Exception {
    update(changed());
    assertThat(words(""))
        .contains(
            "/// Words.", MINE, "import java.util.Comparator;", "exercise 01-1 is yours to write");
    assertThat(now.resolve("chapters/01-words").resolve(WORDS + CarriedWork.MINE)).doesNotExist();
  }

  @Test
  void what_both_changed_is_put_next_to_it() throws Exception {
    var file = old.resolve("chapters/01-words").resolve(WORDS);
    var mine = Files.readString(file).replaceFirst("}\\s*$", "  static void help() {}\n}\n");
    Files.writeString(file, mine);
    update(changed());
    assertThat(words("")).contains("/// Words.", MINE).doesNotContain("help()");
    assertThat(words(CarriedWork.MINE)).isEqualTo(mine);
    assertThat(printed.toString(StandardCharsets.UTF_8)).contains("Words.java.mine");
  }

  @Test
  void a_copy_with_work_in_it_is_left_alone() throws Exception {
    var course = TinyCourse.in(now);
    course.write("01-1", "{ return 1; }");
    var before = words("");
    assertThatThrownBy(() -> update(course))
        .hasMessageContaining("Chapter 01 is begun in this copy");
    assertThat(words("")).isEqualTo(before);
  }
}
