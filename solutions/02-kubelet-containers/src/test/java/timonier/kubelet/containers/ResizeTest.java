package timonier.kubelet.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import timonier.pods.Container;
import timonier.pods.ContainerStatus;
import timonier.pods.PodCondition;
import timonier.pods.PodSpec;
import timonier.pods.objects.JsonFormat;
import timonier.pods.runtime.ContainerRuntime.ContainerConfig;
import timonier.pods.runtime.ContainerRuntime.ContainerRecord;
import timonier.pods.runtime.ContainerRuntime.State;
import timonier.pods.runtime.Limits;

class ResizeTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  /// The wishes for a pod of one container, with `'` in place of `"`.
  private static PodSpec spec(String container) {
    var json = "{'containers':[{'name':'main','image':'i',%s}]}".formatted(container);
    return JsonFormat.read(
        JsonFormat.parse(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8)), PodSpec.class);
  }

  private static Container wanted(String container) {
    return spec(container).containers().getFirst();
  }

  private static ContainerRecord runs(Limits limits) {
    var config =
        limits.of(
            new ContainerConfig(
                "main", 0, "i", List.of(), List.of(), "", Map.of(), List.of(), Map.of()));
    return new ContainerRecord(
        "id",
        "s",
        config,
        "i",
        State.RUNNING,
        1,
        NOW,
        Optional.of(NOW),
        Optional.empty(),
        0,
        "",
        "");
  }

  private static final String ASKED =
      "'resources':{'requests':{'cpu':'100m','memory':'16Mi'},"
          + "'limits':{'cpu':'1','memory':'32Mi'}}";

  @Test
  void a_container_that_has_what_it_asks_for_is_left_alone() {
    assertThat(Resize.of(wanted(ASKED), runs(new Limits(100, 1000, 32 << 20))))
        .isEqualTo(new Resize.Done());
    assertThat(Resize.of(wanted("'tty':false"), runs(Resize.NONE))).isEqualTo(new Resize.Done());
  }

  @Test
  void a_container_gets_other_limits_while_it_runs() {
    assertThat(Resize.of(wanted(ASKED), runs(new Limits(100, 500, 32 << 20))))
        .isEqualTo(new Resize.InPlace(new Limits(100, 1000, 32 << 20)));
  }

  @Test
  void a_container_starts_again_only_for_the_resource_for_which_it_asked_to() {
    var policy =
        ASKED + ",'resizePolicy':[{'resourceName':'memory','restartPolicy':'RestartContainer'}]";

    assertThat(Resize.of(wanted(policy), runs(new Limits(50, 1000, 32 << 20))))
        .isInstanceOf(Resize.InPlace.class);
    assertThat(Resize.of(wanted(policy), runs(new Limits(100, 1000, 16 << 20))))
        .isEqualTo(new Resize.Restart("Container main resize requires restart"));
  }

  @Test
  void less_than_linux_can_keep_is_the_least_that_it_can() {
    var least = wanted("'resources':{'requests':{'cpu':'1m'},'limits':{'cpu':'3m'}}");

    assertThat(Resize.of(least, runs(new Limits(2, 10, 0)))).isEqualTo(new Resize.Done());
  }

  @Test
  void a_container_has_what_it_had_until_it_was_given_what_it_asks_for() {
    var old = runs(new Limits(100, 500, 32 << 20));
    var had = wanted("'resources':{'limits':{'cpu':'500m'}}").resources();
    var before =
        new ContainerStatus(
            "main",
            ContainerStatus.State.running(NOW),
            Optional.empty(),
            true,
            0,
            "i",
            "",
            "",
            Optional.of(true),
            Map.of(),
            had);

    assertThat(Resize.given(wanted(ASKED), old, Optional.of(before))).isEqualTo(had);
    var now = new Limits(100, 1000, 32 << 20).of(old);
    assertThat(Resize.given(wanted(ASKED), now, Optional.of(before)))
        .isEqualTo(wanted(ASKED).resources());
  }

  private static List<PodCondition> conditions(
      Limits has, Map<String, ContainerStatus.Waiting> troubles) {
    return new PodConditions(spec(ASKED), Optional.empty(), NOW)
        .resizing(List.of(runs(has)), troubles);
  }

  @Test
  void a_pod_says_that_it_is_resized_and_why_it_cannot_be() {
    var other = new Limits(100, 500, 32 << 20);
    var never = Map.of(Resize.step("main"), new ContainerStatus.Waiting("Infeasible", "no cgroup"));
    var later = Map.of(Resize.step("main"), new ContainerStatus.Waiting("Error", "in use"));

    assertThat(conditions(new Limits(100, 1000, 32 << 20), never)).isEmpty();
    assertThat(conditions(other, Map.of()))
        .extracting(PodCondition::type, PodCondition::reason, PodCondition::message)
        .containsExactly(tuple("PodResizeInProgress", "", ""));
    assertThat(conditions(other, never))
        .extracting(PodCondition::type, PodCondition::reason, PodCondition::message)
        .containsExactly(tuple("PodResizePending", "Infeasible", "no cgroup"));
    assertThat(conditions(other, later))
        .extracting(PodCondition::type, PodCondition::reason, PodCondition::message)
        .containsExactly(tuple("PodResizeInProgress", "Error", "in use"));
  }
}
