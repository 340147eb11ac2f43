package timonier.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import timonier.kit.testing.Check;
import timonier.kit.testing.Exercise;
import timonier.pods.PodSpec;
import timonier.pods.objects.JsonFormat;

@Exercise("02-1")
class RestartPolicyTest {

  private static PodSpec pod(String policy, String init, String main) {
    var json =
        """
        {"restartPolicy": "%s",
         "initContainers": [{"name": "init"%s}], "containers": [{"name": "main"%s}]}
        """
            .formatted(policy, init, main);
    return JsonFormat.read(json.getBytes(StandardCharsets.UTF_8), PodSpec.class);
  }

  private static boolean main(String policy, String more, int exitCode) {
    var pod = pod(policy, "", more);
    return RestartPolicy.again(pod, pod.containers().getFirst(), exitCode);
  }

  private static boolean init(String policy, String more, int exitCode) {
    var pod = pod(policy, more, "");
    return RestartPolicy.again(pod, pod.initContainers().getFirst(), exitCode);
  }

  @Check("With the policy Always a container runs again however it ended.")
  void always_runs_again() {
    assertThat(main("Always", "", 0)).as("a container with Always ended with 0").isTrue();
    assertThat(main("Always", "", 1)).as("a container with Always ended with 1").isTrue();
    assertThat(main("", "", 0)).as("a container of a pod without a policy ended with 0").isTrue();
  }

  @Check("With the policy OnFailure only who failed runs again.")
  void on_failure_runs_again_after_a_failure() {
    assertThat(main("OnFailure", "", 3)).as("a container with OnFailure ended with 3").isTrue();
    assertThat(main("OnFailure", "", 0)).as("a container with OnFailure ended with 0").isFalse();
  }

  @Check("With the policy Never nobody runs again.")
  void never_runs_once() {
    assertThat(main("Never", "", 0)).as("a container with Never ended with 0").isFalse();
    assertThat(main("Never", "", 137)).as("a container with Never ended with 137").isFalse();
  }

  @Check("A container's own policy goes before its pod's.")
  void its_own_policy_goes_first() {
    var never = ", \"restartPolicy\": \"Never\"";
    var onFailure = ", \"restartPolicy\": \"OnFailure\"";
    assertThat(main("Always", never, 1))
        .as("a container with Never, in a pod with Always")
        .isFalse();
    assertThat(main("Never", onFailure, 1))
        .as("a container with OnFailure failed in a pod with Never")
        .isTrue();
  }

  @Check("An init container that ended well has done its work, whatever its pod's policy.")
  void an_init_container_runs_until_it_ended_well() {
    assertThat(init("Always", "", 0)).as("an init container ended with 0").isFalse();
    assertThat(init("Always", "", 1)).as("an init container ended with 1").isTrue();
    assertThat(init("Never", "", 1)).as("an init container failed in a pod with Never").isFalse();
  }

  @Check("A sidecar, which is an init container with the policy Always, always runs again.")
  void a_sidecar_always_runs_again() {
    var sidecar = ", \"restartPolicy\": \"Always\"";
    assertThat(init("Never", sidecar, 0)).as("a sidecar ended with 0").isTrue();
    assertThat(init("OnFailure", sidecar, 1)).as("a sidecar ended with 1").isTrue();
  }

  @Check(points = 2, value = "A rule that names the exit code goes before all policies.")
  void rules_go_before_policies() {
    var in42 =
        """
        , "restartPolicy": "Never", "restartPolicyRules":
          [{"action": "Restart", "exitCodes": {"operator": "In", "values": [7, 42]}}]
        """;
    var notIn42 = in42.replace("In\"", "NotIn\"");
    assertThat(main("Never", in42, 42)).as("ended with 42, a rule says In [7, 42]").isTrue();
    assertThat(main("Never", in42, 41)).as("ended with 41, a rule says In [7, 42]").isFalse();
    assertThat(main("Never", notIn42, 41)).as("ended with 41, a rule says NotIn [7, 42]").isTrue();
    assertThat(main("Never", notIn42, 7)).as("ended with 7, a rule says NotIn [7, 42]").isFalse();
    assertThat(main("Never", in42.replace("Restart\"", "Ignore\""), 42))
        .as("ended with 42, a rule with the action Ignore says In [7, 42]")
        .isFalse();
  }
}
