package tiny;

import static org.assertj.core.api.Assertions.assertThat;

import timonier.kit.testing.Check;
import timonier.kit.testing.Exercise;

@Exercise("02-2")
class SumTest {

  @Check("The sum of 1 to 4 is 10.")
  void one_to_four() {
    assertThat(Numbers.sum(4)).as("the sum of 1 to 4").isEqualTo(10);
  }
}
