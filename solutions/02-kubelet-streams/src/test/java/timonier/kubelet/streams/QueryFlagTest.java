package timonier.kubelet.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryFlagTest {

  @ParameterizedTest
  @ValueSource(strings = {"true", "True", "TRUE", "1", "yes", "no", "", "00"})
  void nearly_everything_says_yes(String value) {
    assertThat(QueryFlag.says(Map.of("watch", List.of(value)), "watch")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"false", "False", "FALSE", "0"})
  void two_words_say_no(String value) {
    assertThat(QueryFlag.says(Map.of("watch", List.of(value, "true")), "watch")).isFalse();
  }

  @Test
  void an_absent_parameter_says_no() {
    assertThat(QueryFlag.says(Map.of(), "watch")).isFalse();
    assertThat(QueryFlag.says(Map.of("watch", List.of()), "watch")).isFalse();
  }
}
