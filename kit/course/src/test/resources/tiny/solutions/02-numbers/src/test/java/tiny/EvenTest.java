package tiny;

import static org.assertj.core.api.Assertions.assertThat;

import timonier.kit.testing.Check;
import timonier.kit.testing.Exercise;

@Exercise("02-1")
class EvenTest {

  @Check("Two is even.")
  void two_is_even() {
    assertThat(Numbers.isEven(2)).as("asked whether 2 is even").isTrue();
  }
}
