package timonier.deployments;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import timonier.apiserver.kinds.ApiServerPart;
import timonier.controllers.ControllersPart;
import timonier.controllers.ReplicaSet;
import timonier.kubelet.sources.KubeletPart;
import timonier.pods.PodsPart;
import timonier.pods.objects.Json;
import timonier.pods.objects.JsonFormat;
import timonier.pods.objects.Part;
import timonier.simulation.SimulatedCluster;

class DeploymentReconcilerTest {

  /// Its pods already have a node, as there is no scheduler.
  private static final String WEB =
      """
      {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web"},
       "spec": {"replicas": 2, "selector": {"matchLabels": {"app": "web"}},
         "template": {"metadata": {"labels": {"app": "web"}},
           "spec": {"nodeName": "node-1", "containers": [{"name": "c", "image": "any"}]}}}}
      """;

  private static List<Part> parts() {
    return List.of(
        PodsPart.part(),
        KubeletPart.part(),
        ApiServerPart.part(),
        ControllersPart.part(List.of(ReplicaSet.TYPE)),
        DeploymentsPart.part());
  }

  /// Returns the reasons of the condition `Progressing` during a rollout, each as often as it was
  /// written; `none` where it was removed.
  private static List<String> progress(long seed) {
    var reasons = new ArrayList<String>();
    try (var cluster = new SimulatedCluster(new SimulatedCluster.Plan(seed, parts(), 1, false))) {
      cluster.follow(
          Deployment.TYPE.groupResource(),
          change -> {
            var reason = reason(JsonFormat.read(change.value(), Deployment.class));
            if (reasons.isEmpty() || !reasons.getLast().equals(reason)) {
              reasons.add(reason);
            }
          });
      cluster.simulation().runFor(Duration.ofMinutes(1)); // everything starts
      var document = Json.of(JsonFormat.parse(WEB.getBytes(StandardCharsets.UTF_8)));
      cluster.simulation().call(() -> cluster.admin().create(Deployment.TYPE, "default", document));
      cluster.simulation().runFor(Duration.ofMinutes(1));
    }
    return reasons;
  }

  private static String reason(Deployment deployment) {
    return deployment.status().stream()
        .flatMap(status -> status.conditions().stream())
        .filter(condition -> condition.type().equals("Progressing"))
        .map(Deployment.Condition::reason)
        .findFirst()
        .orElse("none");
  }

  @Test
  void the_condition_of_a_new_set_is_not_removed_again() {
    for (var seed = 1; seed <= 5; seed++) {
      assertThat(progress(seed))
          .as("seed %d", seed)
          .containsExactly(
              "none", "NewReplicaSetCreated", "ReplicaSetUpdated", "NewReplicaSetAvailable");
    }
  }
}
