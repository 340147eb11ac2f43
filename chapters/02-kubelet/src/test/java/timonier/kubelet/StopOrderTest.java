package timonier.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import timonier.kit.testing.Check;
import timonier.kit.testing.Exercise;
import timonier.pods.PodSpec;
import timonier.pods.objects.JsonFormat;

@Exercise("02-5")
class StopOrderTest {

  private static final String POD =
      """
      {"initContainers": [{"name": "setup"}, {"name": "logs", "restartPolicy": "Always"},
         {"name": "mesh", "restartPolicy": "Always"}],
       "containers": [{"name": "web"}, {"name": "cache"}]}
      """;

  private static Map<String, Duration> stops(List<String> running, int grace, int waited) {
    var pod = JsonFormat.read(POD.getBytes(StandardCharsets.UTF_8), PodSpec.class);
    return StopOrder.stops(pod, running, Duration.ofSeconds(grace), Duration.ofSeconds(waited));
  }

  @Check("All containers that are no sidecars are stopped at once, side by side.")
  void others_stop_side_by_side() {
    assertThat(stops(List.of("web", "cache"), 30, 0).keySet())
        .as("what is stopped while web and cache run")
        .containsExactly("web", "cache");
    assertThat(stops(List.of("setup"), 30, 0).keySet())
        .as("what is stopped while the init container setup runs")
        .containsExactly("setup");
  }

  @Check("No sidecar is stopped while one of the others still runs.")
  void sidecars_outlive_the_others() {
    assertThat(stops(List.of("logs", "mesh", "web"), 30, 3).keySet())
        .as("what is stopped while web and the sidecars logs and mesh run")
        .containsExactly("web");
    assertThat(stops(List.of("setup", "logs"), 30, 3).keySet())
        .as("what is stopped while the init container setup and the sidecar logs run")
        .containsExactly("setup");
  }

  @Check("Of the sidecars the one that started last is stopped first, and alone.")
  void sidecars_stop_in_reverse() {
    assertThat(stops(List.of("mesh", "logs"), 30, 3).keySet())
        .as("what is stopped while the sidecars logs and mesh run, mesh having started last")
        .containsExactly("mesh");
    assertThat(stops(List.of("logs"), 30, 3).keySet())
        .as("what is stopped while only the sidecar logs runs")
        .containsExactly("logs");
  }

  @Check("Each container has what is left of the pod's grace.")
  void each_has_what_is_left() {
    assertThat(stops(List.of("web"), 30, 0).get("web"))
        .as("the time of web, the grace being 30 s and nothing of it over")
        .hasSeconds(30);
    assertThat(stops(List.of("mesh"), 30, 12).get("mesh"))
        .as("the time of the sidecar mesh, 12 of 30 s being over")
        .hasSeconds(18);
  }

  @Check("Even when the grace is over a container has two seconds.")
  void nobody_has_less_than_two_seconds() {
    assertThat(stops(List.of("mesh"), 30, 29).get("mesh"))
        .as("the time of the sidecar mesh, 29 of 30 s being over")
        .hasSeconds(2);
    assertThat(stops(List.of("mesh"), 30, 45).get("mesh"))
        .as("the time of the sidecar mesh, 45 s being over where 30 were given")
        .hasSeconds(2);
  }

  @Check("Where the pod itself has less than two seconds, so has each container.")
  void a_shorter_grace_counts() {
    assertThat(stops(List.of("mesh"), 1, 5).get("mesh"))
        .as("the time of the sidecar mesh, the grace being 1 s and 5 s being over")
        .hasSeconds(1);
    assertThat(stops(List.of("web"), 0, 0).get("web"))
        .as("the time of web, the grace being 0 s")
        .isZero();
  }

  @Check("A container that the pod does not name is stopped like the others.")
  void strangers_are_stopped() {
    assertThat(stops(List.of("mesh", "former"), 30, 0).keySet())
        .as("what is stopped while mesh runs, and former, which is not in the pod")
        .containsExactly("former");
    var pod = JsonFormat.read("{}".getBytes(StandardCharsets.UTF_8), PodSpec.class);
    assertThat(StopOrder.stops(pod, List.of(), Duration.ZERO, Duration.ZERO))
        .as("what is stopped while nothing runs")
        .isEmpty();
  }
}
