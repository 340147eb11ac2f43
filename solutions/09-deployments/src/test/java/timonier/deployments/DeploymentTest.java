package timonier.deployments;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import timonier.pods.objects.JsonFormat;

class DeploymentTest {

  private static Deployment deployment(int replicas, String strategy) {
    var text =
        """
        {'metadata': {'name': 'web', 'namespace': 'default'},
         'spec': {'replicas': %d, 'selector': {}, 'template': {}%s}}
        """
            .formatted(replicas, strategy)
            .replace('\'', '"');
    return JsonFormat.read(text.getBytes(StandardCharsets.UTF_8), Deployment.class);
  }

  private static List<Integer> limits(int replicas, String surge, String unavailable) {
    var strategy =
        ", 'strategy': {'type': 'RollingUpdate', 'rollingUpdate': {'maxSurge': %s,"
            + " 'maxUnavailable': %s}}";
    var deployment = deployment(replicas, strategy.formatted(surge, unavailable));
    return List.of(deployment.maxSurge(), deployment.maxUnavailable());
  }

  @Test
  void a_percentage_is_rounded_up_for_surplus_and_down_for_missing_pods() {
    assertThat(limits(10, "'25%'", "'25%'")).containsExactly(3, 2);
    assertThat(limits(4, "'50%'", "0")).containsExactly(2, 0);
    assertThat(limits(5, "2", "2")).containsExactly(2, 2);
  }

  @Test
  void both_limits_are_a_quarter_by_default() {
    assertThat(deployment(8, "").maxSurge()).isEqualTo(2);
    assertThat(deployment(8, "").maxUnavailable()).isEqualTo(2);
  }

  @Test
  void one_pod_may_be_missing_if_nothing_could_move_otherwise() {
    assertThat(limits(3, "'0%'", "'1%'")).containsExactly(0, 1);
    assertThat(limits(3, "0", "5")).containsExactly(0, 3);
  }

  @Test
  void a_deployment_that_recreates_its_pods_may_have_none_and_has_no_surplus() {
    var recreates = deployment(3, ", 'strategy': {'type': 'Recreate'}");
    assertThat(recreates.maxSurge()).isZero();
    assertThat(recreates.maxUnavailable()).isEqualTo(3);
  }
}
