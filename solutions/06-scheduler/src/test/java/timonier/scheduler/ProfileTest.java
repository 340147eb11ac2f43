package timonier.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProfileTest {

  @Test
  void the_standard_profile_has_kubernetes_order() {
    var standard = Profile.standard("default-scheduler");

    assertThat(standard.filters().stream().map(Filter::name))
        .containsExactly(
            "NodeUnschedulable",
            "NodeName",
            "TaintToleration",
            "NodeAffinity",
            "NodePorts",
            "NodeResourcesFit");
    assertThat(standard.scores().stream().map(s -> s.score().name() + " " + s.weight()))
        .containsExactlyInAnyOrder(
            "TaintToleration 3",
            "NodeAffinity 2",
            "SelectorSpread 2",
            "NodeResourcesFit 1",
            "NodeResourcesBalancedAllocation 1");
  }

  @Test
  void a_plugin_is_named_as_its_class_is() {
    var standard = Profile.standard("default-scheduler");

    assertThat(standard.filters())
        .allSatisfy(f -> assertThat(f.name()).isEqualTo(f.getClass().getSimpleName()));
    assertThat(standard.scores())
        .extracting(Profile.Weighted::score)
        .allSatisfy(s -> assertThat(s.name()).isEqualTo(s.getClass().getSimpleName()));
  }

  @Test
  void a_plugin_is_listed_once() {
    var twice = List.<Filter>of(new NodeName(), new NodeName());

    assertThatThrownBy(() -> new Profile("mine", twice, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("plugin NodeName is listed twice");
  }
}
