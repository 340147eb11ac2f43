package tiny;

import static org.assertj.core.api.Assertions.assertThat;

import timonier.kit.testing.Check;
import timonier.kit.testing.Exercise;

@Exercise("01-1")
class CountTest {

  @Check(points = 2, value = "Words are counted.")
  void words_are_counted() {
    assertThat(Words.count("a bc d")).as("counted the words of \"a bc d\"").isEqualTo(3);
  }

  @Check("Blanks at the ends are no words.")
  void blanks_at_the_ends_are_no_words() {
    assertThat(Words.count(" a b ")).as("counted the words of \" a b \"").isEqualTo(2);
  }

  @Check("An empty text has no words.")
  void an_empty_text_has_none() {
    assertThat(Words.count("")).as("counted the words of an empty text").isZero();
  }

  @Check("Several blanks are one gap.")
  void several_blanks_are_one_gap() {
    assertThat(Words.count("a   b")).as("counted the words of \"a   b\"").isEqualTo(2);
  }
}
