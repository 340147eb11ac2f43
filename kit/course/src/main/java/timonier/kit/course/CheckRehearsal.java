package timonier.kit.course;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import timonier.kit.testing.Check;
import timonier.kit.testing.Exercise;

/// Checks like a chapter's, so that a JVM loads the same classes for them.
@Exercise("00-0")
final class CheckRehearsal {

  private record Point(int x, Optional<String> name) {}

  @Check(points = 1, value = "What is right passes.")
  void passes() {
    assertThat(List.of(1, 2)).as("a list").containsExactly(1, 2).hasSize(2);
    assertThat(Map.of("a", 1)).as("a map").containsEntry("a", 1);
    assertThat(Optional.of("x")).as("what may be missing").contains("x");
    assertThat(new Point(1, Optional.empty())).isEqualTo(new Point(1, Optional.empty()));
    assertThat("text").startsWith("te").isNotEmpty();
    assertThat(true).isTrue();
    assertThat(7L).isBetween(1L, 9L);
    assertThatThrownBy(() -> List.of(1).add(2)).isInstanceOf(UnsupportedOperationException.class);
  }

  @Check(points = 1, value = "What is wrong fails.")
  void fails() {
    assertThat(List.of("a", "b")).as("a list").isEqualTo(List.of("b", "a"));
  }

  @Check(points = 1, value = "What lacks something fails.")
  void lacks() {
    assertThat(List.of("a", "b")).as("a list").contains("c");
  }

  @Check(points = 1, value = "What is unwritten throws.")
  void throwing() {
    throw new UnsupportedOperationException(StarterSource.YOURS.formatted("00-0"));
  }
}
