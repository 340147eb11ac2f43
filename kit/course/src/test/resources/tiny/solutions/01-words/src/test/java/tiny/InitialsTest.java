package tiny;

import static org.assertj.core.api.Assertions.assertThat;

import timonier.kit.testing.Check;
import timonier.kit.testing.Exercise;

@Exercise("01-3")
class InitialsTest {

  @Check("Initials are put together.")
  void initials_are_put_together() {
    assertThat(Words.initials("very small course")).as("the initials").isEqualTo("vsc");
  }
}
