package timonier.pods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import timonier.kit.testing.Check;
import timonier.kit.testing.Exercise;
import timonier.pods.LabelSelector.Requirement;

@Exercise("01-1")
class RequirementTest {

  private static final Map<String, String> FRONT_END = Map.of("app", "shop", "tier", "front");

  private static Requirement requirement(String key, String operator, String... values) {
    return new Requirement(key, operator, List.of(values));
  }

  @Check("In holds for a label whose value is one of the set.")
  void in_holds_for_a_value_of_the_set() {
    assertThat(requirement("tier", "In", "back", "front").matches(FRONT_END))
        .as("\"tier In (back, front)\" on the labels app=shop, tier=front")
        .isTrue();
    assertThat(requirement("tier", "In", "back").matches(FRONT_END))
        .as("\"tier In (back)\" on the labels app=shop, tier=front")
        .isFalse();
  }

  @Check("In does not hold for a label that is not there.")
  void in_needs_the_label() {
    assertThat(requirement("zone", "In", "a", "front").matches(FRONT_END))
        .as("\"zone In (a, front)\" on the labels app=shop, tier=front")
        .isFalse();
  }

  @Check("NotIn does not hold for a label whose value is one of the set.")
  void not_in_holds_for_other_values() {
    assertThat(requirement("tier", "NotIn", "back").matches(FRONT_END))
        .as("\"tier NotIn (back)\" on the labels app=shop, tier=front")
        .isTrue();
    assertThat(requirement("tier", "NotIn", "back", "front").matches(FRONT_END))
        .as("\"tier NotIn (back, front)\" on the labels app=shop, tier=front")
        .isFalse();
  }

  @Check("NotIn holds for a label that is not there: it is in no set.")
  void not_in_holds_without_the_label() {
    assertThat(requirement("zone", "NotIn", "a").matches(FRONT_END))
        .as("\"zone NotIn (a)\" on labels without a zone")
        .isTrue();
  }

  @Check("Exists asks for the label and not for its value, which may be empty.")
  void exists_asks_for_the_label_only() {
    assertThat(requirement("tier", "Exists").matches(Map.of("tier", "")))
        .as("\"tier Exists\" on the label tier with an empty value")
        .isTrue();
    assertThat(requirement("zone", "Exists").matches(FRONT_END))
        .as("\"zone Exists\" on labels without a zone")
        .isFalse();
  }

  @Check("DoesNotExist is the opposite of Exists.")
  void does_not_exist_asks_for_the_absence() {
    assertThat(requirement("zone", "DoesNotExist").matches(FRONT_END))
        .as("\"zone DoesNotExist\" on labels without a zone")
        .isTrue();
    assertThat(requirement("tier", "DoesNotExist").matches(Map.of("tier", "")))
        .as("\"tier DoesNotExist\" on the label tier with an empty value")
        .isFalse();
  }

  @Check("An operator that does not exist is refused, not guessed at.")
  void another_operator_is_refused() {
    assertThatThrownBy(() -> requirement("tier", "Contains", "front").matches(FRONT_END))
        .as("the operator \"Contains\"")
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Contains");
  }
}
