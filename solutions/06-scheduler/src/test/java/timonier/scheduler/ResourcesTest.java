package timonier.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static timonier.scheduler.Plugins.pod;
import static timonier.scheduler.Plugins.requests;

import org.junit.jupiter.api.Test;

class ResourcesTest {

  private static String init(String policy, String cpu) {
    return "{'name': 'i', 'restartPolicy': '%s', %s}"
        .formatted(policy, requests("'cpu': '" + cpu + "'"));
  }

  /// Returns the requests of a pod with a container of one processor, in thousandths.
  private static long requested(String... initContainers) {
    var spec = "'initContainers': [%s]".formatted(String.join(", ", initContainers));
    return Resources.requestedBy(pod("p", spec, requests("'cpu': '1'"))).milliCpu();
  }

  @Test
  void init_containers_run_before_the_others_so_the_larger_sum_counts() {
    assertThat(requested(init("", "700m"), init("", "800m"))).isEqualTo(1000);
    assertThat(requested(init("", "700m"), init("", "1500m"))).isEqualTo(1500);
  }

  @Test
  void a_sidecar_adds_to_the_other_containers_and_to_init_containers_after_it() {
    assertThat(requested(init("Always", "1500m"))).isEqualTo(2500);
    assertThat(requested(init("Always", "1"), init("", "1500m"))).isEqualTo(2500);
    assertThat(requested(init("", "1500m"), init("Always", "1"))).isEqualTo(2000);
  }

  @Test
  void a_container_without_requests_counts_as_a_usual_one_in_estimates() {
    var silent = pod("p", "", "");
    var zero = pod("q", "", requests("'cpu': '0'"));

    assertThat(Resources.requestedBy(silent).milliCpu()).isZero();
    assertThat(Resources.estimatedFor(silent).milliCpu()).isEqualTo(100);
    assertThat(Resources.estimatedFor(silent).bytes()).isEqualTo(200L << 20);
    assertThat(Resources.estimatedFor(zero).milliCpu()).isZero();
  }

  @Test
  void adding_and_taking_away_the_same_changes_nothing() {
    var some = Resources.requestedBy(pod("p", "", requests("'cpu': '1', 'a/b': '3'")));
    var more = Resources.requestedBy(pod("q", "", requests("'memory': '1Gi', 'c/d': '1'")));

    assertThat(some.plus(more).minus(more).lacking(some)).isEmpty();
    assertThat(some.plus(more).minus(some).lacking(more)).isEmpty();
    assertThat(some.lacking(some.plus(more))).contains("Insufficient memory", "Insufficient c/d");
  }
}
