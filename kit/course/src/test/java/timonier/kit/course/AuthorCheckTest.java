package timonier.kit.course;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthorCheckTest {

  @TempDir private Path folder;

  private static String check(TinyCourse course, boolean all) throws InterruptedException {
    var printed = new ByteArrayOutputStream();
    var out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    new AuthorCheck(course.workspace(), out, all).check(List.of(course.course().chapter("01")));
    return printed.toString(StandardCharsets.UTF_8);
  }

  @Test
  void mistakes_are_found_by_the_checks_that_they_name() throws Exception {
    var course = TinyCourse.in(folder);
    var mistakes = folder.resolve("chapters/01-words/coaching/01-1/mistakes");
    Files.writeString(
        mistakes.resolve("right.java"),
        """
        /// No mistake at all.
        /// @fails words_are_counted
        { return text.isBlank() ? 0 : parts(text).length; }
        """);
    Files.writeString(
        folder.resolve("chapters/01-words/coaching/01-1/hint-1.txt"),
        "return text.isBlank() ? 0 : parts(text).length;");
    Files.writeString(course.file("01-2"), "class Words {}");

    var printed = check(course, false);

    assertThat(printed)
        .contains("the mistake right says it fails [words_are_counted], and fails []")
        .contains("01-1: a gentle hint has a line of the solution")
        .contains("chapter 01 is not what 'author generate' makes of the solution")
        .contains("01-2 has 0 mistakes, of at least 5")
        .doesNotContain("the mistake ends", "the mistake gaps", "the mistake letters")
        .contains("01-1  Counting words\n");
  }

  @Test
  void what_was_found_right_is_checked_again_when_it_changed_or_when_all_is() throws Exception {
    var course = TinyCourse.in(folder);
    var proved = folder.resolve("chapters/01-words/coaching/proved.txt");
    assertThat(check(course, false)).contains("01-1  Counting words\n", "0 exercises unchanged");
    assertThat(proved).content().contains("01-1 ").doesNotContain("01-2 ");

    assertThat(check(course, false))
        .doesNotContain("01-1  Counting words\n")
        .contains("1 exercises unchanged");
    assertThat(check(course, true)).contains("01-1  Counting words\n", "0 exercises unchanged");

    Files.writeString(
        folder.resolve("chapters/01-words/coaching/01-1/hint-2.txt"), "Look at blank texts.");
    assertThat(check(course, false)).contains("01-1  Counting words\n", "0 exercises unchanged");
  }
}
