package timonier.kit.course;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ListingTest {

  @TempDir private Path folder;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private Course course = new Course(Path.of(""), "", List.of());

  @BeforeEach
  void begin() throws Exception {
    course = TinyCourse.in(folder).course();
    Files.writeString(
        course.folder().resolve(Progress.FILE),
        """
        done 01-1 2026-01-02
        hint 01-1 2
        done 02-1 2026-01-03
        adopted 02-1 2026-01-03
        """);
  }

  private Listing list(Listing.Wanted wanted) {
    return Listing.of(course, Progress.of(course.folder().resolve(Progress.FILE)), wanted);
  }

  private static Listing.Wanted word(String word) {
    return new Listing.Wanted(List.of(Listing.State.values()), word);
  }

  private List<String> ids(Listing.Wanted wanted) {
    return list(wanted).chapters().stream()
        .flatMap(chapter -> chapter.exercises().stream())
        .map(Listing.Row::id)
        .toList();
  }

  @Test
  void what_is_open_or_done_can_be_asked_for() {
    assertThat(ids(Listing.Wanted.ALL)).containsExactly("01-1", "01-2", "01-3", "02-1", "02-2");
    assertThat(ids(Listing.Wanted.OPEN)).containsExactly("01-2", "01-3", "02-2");
    assertThat(ids(new Listing.Wanted(List.of(Listing.State.DONE), "")))
        .containsExactly("01-1", "02-1");
  }

  @Test
  void a_word_is_looked_for_in_numbers_titles_and_ideas() {
    assertThat(ids(word("02-"))).containsExactly("02-1", "02-2");
    assertThat(ids(word("LONGEST"))).containsExactly("01-2");
    assertThat(ids(word("words"))).containsExactly("01-1");
    assertThat(ids(word("nowhere"))).isEmpty();
  }

  @Test
  void it_is_shown_chapter_by_chapter() {
    var screen = new Screen(new PrintStream(printed, true, StandardCharsets.UTF_8), false);
    list(word("e")).show(screen, new Texts(java.util.Locale.ROOT));
    list(word("nowhere")).show(screen, new Texts(java.util.Locale.ROOT));

    assertThat(printed)
        .hasToString(
            """
            01  Words
              ○ 01-2  The longest word  3 min
            02  Numbers
              ✓ 02-1  Even numbers  1 min  (adopted)
            There is no such exercise.
            """);
  }

  @Test
  void programs_get_all_of_it() throws Exception {
    var tree = new JsonMapper().readTree(ResultFiles.json(list(Listing.Wanted.ALL)));

    assertThat(tree.path("format").asText()).isEqualTo("timonier-list-1");
    assertThat(tree.at("/chapters/0/title").asText()).isEqualTo("Words");
    assertThat(tree.at("/chapters/0/exercises/0"))
        .hasToString(
            """
            {"id":"01-1","title":"Counting words","state":"DONE","minutes":2,"hints":2,\
            "adopted":false,"day":"2026-01-02","introduces":["words"],"requires":[]}\
            """);
    assertThat(tree.at("/chapters/1/exercises/0/adopted").asBoolean()).isTrue();
    assertThat(tree.at("/chapters/1/exercises/1").has("day")).isFalse();
  }

  @Test
  void no_exercise_is_both_done_and_open() {
    var workspace = new Workspace(course, List.of(), folder, folder, List.of());
    var commands = new CourseCommands(() -> workspace) {};

    assertThatThrownBy(() -> commands.list(java.util.Optional.empty(), true, true, false))
        .isInstanceOf(CourseFailure.class)
        .hasMessageContaining("--done or --open");
    assertThat(new CommandLine(commands).execute("list", "sums", "--open")).isZero();
  }
}
