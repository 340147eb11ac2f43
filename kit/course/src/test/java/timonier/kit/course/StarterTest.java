package timonier.kit.course;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StarterTest {

  @TempDir private Path folder;

  @Test
  void bodies_and_what_gives_them_away_are_cut() throws Exception {
    var course = TinyCourse.in(folder);
    var starter = Starter.of(course.course().chapter("01").solution());
    var words = starter.files().get("src/main/java/tiny/Words.java");

    assertThat(words)
        .contains(
            """
              static int count(String text) {
                throw new UnsupportedOperationException("exercise 01-1 is yours to write");
              }
            """)
        .contains("private static List<String> split(String text) {\n    return List.of(")
        .doesNotContain("parts(", "import java.util.stream", "import java.util.Comparator")
        .contains("import java.util.List;")
        .endsWith("}\n  }\n}\n".substring(6));
    assertThat(starter.exercises()).containsOnlyKeys("01-1", "01-2", "01-3");
    assertThat(starter.solutionOf("01-3").exercise("01-3").orElseThrow().sentence())
        .isEqualTo("Put the first letters of all words together.");
  }

  @Test
  void one_exercise_is_cut_alone() {
    var source =
        TaggedSource.of(
            """
            class A {
              /// @exercise 01-1 One.
              int one() {
                return 1;
              }

              /// @exercise 01-2 Two.
              int two() {
                return 2;
              }
            }
            """);

    assertThat(StarterSource.cut(source, "01-2")).contains("return 1;").doesNotContain("return 2;");
  }

  @Test
  void generating_again_changes_nothing() throws Exception {
    var course = TinyCourse.in(folder);
    var chapter = course.course().chapter("02");

    assertThat(Starter.of(chapter.solution()).differences(chapter.folder())).isEmpty();
    Files.writeString(course.file("02-1"), "class Numbers {}");
    Files.writeString(chapter.folder().resolve("src/main/java/tiny/Mine.java"), "class Mine {}");
    assertThat(Starter.of(chapter.solution()).write(chapter.folder()))
        .containsExactly("src/main/java/tiny/Numbers.java", "src/main/java/tiny/Mine.java");
    assertThat(Starter.of(chapter.solution()).differences(chapter.folder())).isEmpty();
  }

  @Test
  void a_course_that_requires_what_nothing_introduces_is_refused() throws Exception {
    var file = TinyCourse.in(folder).folder().resolve("chapters/course.yaml");
    Files.writeString(
        file, Files.readString(file).replace("introduces: [words]", "introduces: [letters]"));

    assertThatThrownBy(() -> Course.of(folder.resolve("chapters")))
        .isInstanceOf(CourseFailure.class)
        .hasMessageContaining("01-2 requires 'words'");
  }

  @Test
  void a_course_file_that_is_wrong_is_refused_in_a_sentence() throws Exception {
    var file = TinyCourse.in(folder).folder().resolve("chapters/course.yaml");
    Files.writeString(file, "title: [");
    assertThatThrownBy(() -> Course.of(folder.resolve("chapters")))
        .isInstanceOf(CourseFailure.class)
        .hasMessageContaining("course.yaml");
    assertThatThrownBy(() -> Course.of(folder.resolve("nowhere")))
        .isInstanceOf(CourseFailure.class)
        .hasMessageContaining("There is no course");
  }
}
