package timonier.kit.course;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MutantsTest {

  private static final String CODE = "class Numbers {\n  return a < b;\n}\n";
  private static final EquivalentMutant EQUIVALENT =
      new EquivalentMutant("least", "changed bound", "return a < b;", "Both are the same then.");

  @TempDir private Path folder;

  private static Mutants judged(String fate, List<EquivalentMutant> equivalent) {
    var mutant = Mutant.of("lambda$least$0", 2, "changed bound for Numbers::least", fate);
    return Mutants.of("02-1", "Numbers.java", CODE, List.of(mutant, mutant), equivalent);
  }

  @Test
  void checks_must_find_what_a_tool_changes_in_an_exercise() throws Exception {
    var course = TinyCourse.in(folder);
    var chapter = course.course().chapter("02");
    var run = new MutantRun(course.workspace(), chapter, Starter.of(chapter.solution()));
    FileTree.write(
        chapter.folder().resolve("coaching/02-1/equivalent-mutants.txt"),
        """
        isEven: replaced boolean return with false
          return number % 2 == 0;
          The check asks for an even number, which makes this one no equivalent.
        """);

    assertThat(run.of("02-2")).hasToString("mutants: 6, killed 6, equivalent 0");
    assertThat(run.of("02-1").findings())
        .contains(
            "02-1: mutant survives at Numbers.java:10 (replaced boolean return with true,"
                + " SURVIVED)",
            "02-1: no survivor is the equivalent mutant of isEven: replaced boolean return with"
                + " false at 'return number % 2 == 0;'");
  }

  @Test
  void a_solution_that_does_not_pass_has_no_mutants() throws Exception {
    var course = TinyCourse.in(folder);
    var chapter = course.course().chapter("02");
    var file = chapter.solution().resolve("src/main/java/tiny/Numbers.java");
    FileTree.write(file, FileTree.read(file).replace("== 0", "!= 0"));

    assertThatThrownBy(() ->
            new MutantRun(course.workspace(), chapter, Starter.of(chapter.solution())).of("02-1"))
        .hasMessageContaining("No mutants of the solution of 02-1 can be made");
  }

  @Test
  void each_equivalent_mutant_excuses_one_survivor() {
    assertThat(judged("KILLED", List.of()).findings()).isEmpty();
    assertThat(judged("RUN_ERROR", List.of()).findings()).hasSize(2);
    assertThat(judged("NO_COVERAGE", List.of(EQUIVALENT)).findings()).hasSize(1);
    assertThat(judged("SURVIVED", List.of(EQUIVALENT, EQUIVALENT)).findings()).isEmpty();
    assertThat(judged("KILLED", List.of(EQUIVALENT)).findings()).hasSize(1);
    assertThat(judged("SURVIVED", List.of(EQUIVALENT)))
        .hasToString("mutants: 2, killed 0, equivalent 1");
  }

  @Test
  void an_exercise_without_mutants_is_a_finding() {
    assertThat(Mutants.of("02-1", "Numbers.java", CODE, List.of(), List.of()).findings())
        .containsExactly("02-1: no mutant could be made of the solution");
  }

  @Test
  void an_equivalent_mutant_needs_a_reason() throws Exception {
    var chapter = TinyCourse.in(folder).course().chapter("02");
    FileTree.write(
        chapter.folder().resolve("coaching/02-1/equivalent-mutants.txt"),
        "isEven: negated conditional\n  return number % 2 == 0;\n");

    assertThatThrownBy(() -> EquivalentMutant.of(chapter, "02-1"))
        .hasMessageContaining("a line 'METHOD: CHANGE', its code, and a reason");
  }
}
