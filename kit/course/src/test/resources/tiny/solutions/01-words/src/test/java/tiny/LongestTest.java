package tiny;

import static org.assertj.core.api.Assertions.assertThat;

import timonier.kit.testing.Check;
import timonier.kit.testing.Exercise;

@Exercise("01-2")
class LongestTest {

  @Check("The longest word is found.")
  void the_longest_is_found() {
    assertThat(Words.longest("a bcd ef")).as("the longest word of \"a bcd ef\"").isEqualTo("bcd");
  }
}
