package timonier.pods;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import timonier.kit.testing.Check;
import timonier.kit.testing.Exercise;

@Exercise("01-2")
class TolerationTest {

  private static final Taint GPU = new Taint("gpu", "a100", "NoSchedule", Optional.empty());

  private static Toleration toleration(String key, String operator, String value, String effect) {
    return new Toleration(key, operator, value, effect, Optional.empty());
  }

  @Check("Equal compares the values.")
  void equal_compares_values() {
    assertThat(toleration("gpu", "Equal", "a100", "NoSchedule").tolerates(GPU))
        .as("gpu=a100:NoSchedule, tolerated with operator Equal and value a100")
        .isTrue();
    assertThat(toleration("gpu", "Equal", "h100", "NoSchedule").tolerates(GPU))
        .as("gpu=a100:NoSchedule, tolerated with operator Equal and value h100")
        .isFalse();
    var soft = new Taint("gpu", "a100", "PreferNoSchedule", Optional.empty());
    assertThat(toleration("gpu", "Equal", "h100", "").tolerates(soft))
        .as("gpu=a100:PreferNoSchedule, tolerated with operator Equal and value h100")
        .isFalse();
  }

  @Check("Without an operator, Equal is meant.")
  void no_operator_means_equal() {
    assertThat(toleration("gpu", "", "a100", "NoSchedule").tolerates(GPU))
        .as("gpu=a100:NoSchedule, tolerated without operator, with value a100")
        .isTrue();
    assertThat(toleration("gpu", "", "h100", "NoSchedule").tolerates(GPU))
        .as("gpu=a100:NoSchedule, tolerated without operator, with value h100")
        .isFalse();
  }

  @Check("Exists asks for the name, whatever the value.")
  void exists_ignores_the_value() {
    assertThat(toleration("gpu", "Exists", "", "NoSchedule").tolerates(GPU))
        .as("gpu=a100:NoSchedule, tolerated with operator Exists")
        .isTrue();
  }

  @Check("Another name is another taint.")
  void the_name_has_to_fit() {
    assertThat(toleration("ssd", "Exists", "", "NoSchedule").tolerates(GPU))
        .as("gpu=a100:NoSchedule, where ssd is tolerated with operator Exists")
        .isFalse();
    assertThat(toleration("ssd", "Equal", "a100", "").tolerates(GPU))
        .as("gpu=a100:NoSchedule, where ssd=a100 is tolerated")
        .isFalse();
  }

  @Check("A toleration without a name and with Exists fits every taint.")
  void exists_without_a_name_fits_all() {
    assertThat(toleration("", "Exists", "", "").tolerates(GPU))
        .as("gpu=a100:NoSchedule, where everything is tolerated")
        .isTrue();
  }

  @Check("Another effect is another taint.")
  void the_effect_has_to_fit() {
    assertThat(toleration("gpu", "Exists", "", "NoExecute").tolerates(GPU))
        .as("gpu=a100:NoSchedule, where only its effect NoExecute is tolerated")
        .isFalse();
  }

  @Check("Without an effect, all effects are meant.")
  void no_effect_means_all() {
    assertThat(toleration("gpu", "Equal", "a100", "").tolerates(GPU))
        .as("gpu=a100:NoSchedule, tolerated for any effect")
        .isTrue();
  }

  @Check("An operator that does not exist fits nothing.")
  void another_operator_fits_nothing() {
    assertThat(toleration("gpu", "Like", "a100", "NoSchedule").tolerates(GPU))
        .as("gpu=a100:NoSchedule, with the operator \"Like\"")
        .isFalse();
  }
}
