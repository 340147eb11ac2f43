package timonier.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import timonier.kit.testing.Check;
import timonier.kit.testing.Exercise;
import timonier.pods.Container;
import timonier.pods.PodSpec;
import timonier.pods.objects.JsonFormat;

@Exercise("02-6")
class StartOrderTest {

  private static final String ALWAYS = "\", \"restartPolicy\": \"Always";

  /// The names of what may run in a pod, of whose init containers those are sidecars whose names
  /// end with `+`.
  private static List<String> mayRun(List<String> inits, List<String> done, boolean begun) {
    var names = inits.stream().map(name -> name.replace("+", ALWAYS)).toList();
    var json =
        "{\"initContainers\": [%s], \"containers\": [{\"name\": \"web\"}, {\"name\": \"cache\"}]}"
            .formatted(
                String.join(", ", names.stream().map(n -> "{\"name\": \"" + n + "\"}").toList()));
    var pod = JsonFormat.read(json.getBytes(StandardCharsets.UTF_8), PodSpec.class);
    return StartOrder.mayRun(pod, done, begun).stream().map(Container::name).toList();
  }

  @Check("Without init containers all others run side by side.")
  void all_run_side_by_side() {
    assertThat(mayRun(List.of(), List.of(), false))
        .as("what may run of a pod without init containers")
        .containsExactly("web", "cache");
  }

  @Check("Init containers run one after another.")
  void init_containers_run_one_after_another() {
    assertThat(mayRun(List.of("a", "b"), List.of(), false))
        .as("what may run at first of a pod with init containers a and b")
        .containsExactly("a");
    assertThat(mayRun(List.of("a", "b"), List.of("a"), false))
        .as("what may run of a pod with init containers a and b when a is done")
        .containsExactly("b");
  }

  @Check("When all init containers are done the others run, and they do not run again.")
  void then_the_others_run() {
    assertThat(mayRun(List.of("a", "b"), List.of("a", "b"), false))
        .as("what may run of a pod with init containers a and b when both are done")
        .containsExactly("web", "cache");
  }

  @Check("What follows a sidecar waits until the sidecar has started.")
  void a_sidecar_is_waited_for() {
    assertThat(mayRun(List.of("s+", "a"), List.of(), false))
        .as("what may run of a pod with sidecar s and init container a at first")
        .containsExactly("s");
    assertThat(mayRun(List.of("s+"), List.of(), false))
        .as("what may run of a pod with sidecar s only, which has not started")
        .containsExactly("s");
  }

  @Check("A sidecar that has started keeps running while all others follow.")
  void a_sidecar_goes_on_while_the_others_run() {
    assertThat(mayRun(List.of("s+", "a"), List.of("s"), false))
        .as("what may run of a pod with sidecar s, which has started, and init container a")
        .containsExactly("s", "a");
    assertThat(mayRun(List.of("s+", "a", "t+"), List.of("s", "a", "t"), false))
        .as("what may run of a pod with sidecars s and t and init container a, all done")
        .containsExactly("s", "t", "web", "cache");
  }

  @Check("Later sidecars wait for their turn like all init containers.")
  void a_later_sidecar_waits_for_its_turn() {
    assertThat(mayRun(List.of("a", "s+"), List.of(), false))
        .as("what may run at first of a pod with init container a and then sidecar s")
        .containsExactly("a");
    assertThat(mayRun(List.of("s+", "t+"), List.of("t"), false))
        .as("what may run of a pod with sidecars s and t, while s has not started again yet")
        .containsExactly("s");
  }

  @Check("Once the others have begun, init containers do not run again.")
  void once_begun_init_containers_are_history() {
    assertThat(mayRun(List.of("a"), List.of(), true))
        .as("what may run of a pod that has begun, of whose init container a nothing is known")
        .containsExactly("web", "cache");
  }

  @Check("Once the others have begun, sidecars run as long as they do.")
  void once_begun_sidecars_still_have_to_run() {
    assertThat(mayRun(List.of("s+", "a", "t+"), List.of("t"), true))
        .as("what may run of a pod that has begun, whose sidecar s has not started again yet")
        .containsExactly("s", "t", "web", "cache");
  }
}
