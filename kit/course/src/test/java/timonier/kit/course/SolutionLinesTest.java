package timonier.kit.course;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SolutionLinesTest {

  private static final String BODY =
      """
      {
        var rest = number % 2;
        // the rest of a division
        return rest == 0 && !name.isEmpty();
      }
      """;

  @Test
  void a_line_is_found_however_it_is_spaced_and_quoted() {
    assertThat(SolutionLines.in("Think of `rest==0 && !name.isEmpty()` here.", BODY))
        .containsExactly("return rest == 0 && !name.isEmpty();");
    assertThat(SolutionLines.in("var rest =\n  number%2", BODY))
        .containsExactly("var rest = number % 2;");
  }

  @Test
  void words_of_a_line_are_not_the_line() {
    assertThat(SolutionLines.in("What is the rest of number % 2? Is the name empty?", BODY))
        .isEmpty();
    assertThat(SolutionLines.in("the rest of a division", BODY)).isEmpty();
  }
}
