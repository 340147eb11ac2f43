package timonier.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import timonier.kit.testing.Need;
import timonier.kit.testing.Needs;

/// The newest `kubectl` that Debian has. It may be newer than the API served here, so its effects
/// are checked, not every word that it prints.
@Tag("real")
@Needs(Need.KUBECTL_NEWEST)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KubectlNewestScenario {

  private static final String PROGRAM = "target/kubectl-newest/usr/bin/kubectl";

  private KubectlCluster cluster;
  private Shell shell;

  @BeforeAll
  void start() throws IOException {
    cluster = KubectlCluster.start("process", 1);
    shell = cluster.shell(PROGRAM);
    System.out.println(kubectl("version --client"));
    kubectl("apply -f " + KubectlCluster.manifest("web.yaml"));
  }

  @AfterAll
  void stop() {
    cluster.close();
  }

  private String kubectl(String arguments) {
    return shell.must("sh", "-c", "kubectl " + arguments);
  }

  @Test
  @Order(1)
  void what_was_applied_rolls_out_and_is_shown() {
    assertThat(kubectl("rollout status deployment/web --timeout=120s"))
        .contains("successfully rolled out");
    assertThat(kubectl("get deployments --no-headers")).matches("web +2/2 +2 +2 .*");
    assertThat(kubectl("get pods -l app=web -o jsonpath='{.items[*].status.phase}'"))
        .isEqualTo("Running Running");
    assertThat(kubectl("events --for deployment/web")).contains("ScalingReplicaSet");
  }

  @Test
  @Order(2)
  void the_same_manifest_changes_nothing() {
    var manifest = KubectlCluster.manifest("web.yaml");
    assertThat(kubectl("apply -f " + manifest))
        .isEqualTo("deployment.apps/web unchanged\nservice/web unchanged");
    assertThat(kubectl("apply --server-side --force-conflicts -f " + manifest))
        .contains("deployment.apps/web serverside-applied");
    assertThat(shell.run("kubectl", "diff", "-f", manifest).exit()).isZero();
  }

  @Test
  @Order(3)
  void a_rollout_is_undone() {
    kubectl("set image deployment/web web=timonier/sleeper:v2");
    kubectl("rollout status deployment/web --timeout=120s");
    assertThat(kubectl("rollout undo deployment/web")).contains("deployment.apps/web rolled back");
    kubectl("rollout status deployment/web --timeout=120s");
    assertThat(kubectl("get deployment web -o jsonpath='{..image}'"))
        .isEqualTo("timonier/sleeper:v1");
  }

  @Test
  void a_running_pod_is_debugged() {
    kubectl("run look --image=timonier/sleeper");
    kubectl("wait --for=condition=Ready pod/look --timeout=60s");
    kubectl("debug look --image=timonier/sleeper --target=look --container=eyes --profile=general");
    kubectl(
        "wait pod/look --timeout=60s"
            + " --for=jsonpath='{.status.ephemeralContainerStatuses[0].state.running}'");
    assertThat(kubectl("get pod look -o jsonpath='{..ephemeralContainerStatuses[*].name}'"))
        .isEqualTo("eyes");
    assertThat(processes("eyes")).isEqualTo(processes("look")).startsWith("pid:[");
  }

  /// The name of the process namespace of a container of the pod.
  private String processes(String container) {
    return kubectl("exec look -c %s -- readlink /proc/self/ns/pid".formatted(container));
  }

  @Test
  void fields_are_explained() {
    assertThat(kubectl("explain deployment.spec.replicas")).contains("replicas <integer>");
    assertThat(shell.run("kubectl", "explain", "pods.nope").output())
        .contains("field \"nope\" does not exist");
  }
}
