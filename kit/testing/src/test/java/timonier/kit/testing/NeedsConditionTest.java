package timonier.kit.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class NeedsConditionTest {

  private static final List<Need> NEEDS = List.of(Need.DOCKER, Need.CURL);

  @Test
  void what_a_machine_lacks_skips_a_test_and_names_the_remedy() {
    var result = NeedsCondition.judge(NEEDS, need -> need == Need.CURL, Extent.BRIEF);

    assertThat(result.isDisabled()).isTrue();
    assertThat(result.getReason())
        .contains(
            "needs a Docker Engine that answers (apt-get install docker.io, then start dockerd)");
  }

  @Test
  void a_machine_that_has_everything_skips_nothing() {
    assertThat(NeedsCondition.judge(NEEDS, _ -> true, Extent.BRIEF).isDisabled()).isFalse();
  }

  @Test
  void what_would_be_skipped_fails_where_everything_must_be_proved() {
    assertThatThrownBy(() -> NeedsCondition.judge(NEEDS, _ -> false, Extent.ALL))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("needs a Docker Engine")
        .hasMessageContaining("needs curl (apt-get install curl)");
  }
}
