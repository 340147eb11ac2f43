package timonier.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import timonier.client.Client;
import timonier.client.ListOptions;
import timonier.pods.Node;
import timonier.pods.Pod;
import timonier.pods.ResourceTypes;

/// An example of a user's test.
@TimonierCluster(nodes = 3)
@Execution(ExecutionMode.CONCURRENT)
class ClusterTest {

  private static final String WEB =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web}
      spec:
        replicas: 3
        selector: {matchLabels: {app: web}}
        template:
          metadata: {labels: {app: web}}
          spec: {containers: [{name: web, image: any}]}
      """;

  /// The pods that are not being deleted: a deleted one on a dead node never ends.
  private static List<Pod> staying(Client client) {
    return client.list(ResourceTypes.PODS, ListOptions.in("default")).items().stream()
        .filter(pod -> !pod.metadata().isBeingDeleted())
        .toList();
  }

  private static boolean isReady(Client client) {
    var pods = staying(client);
    return pods.size() == 3 && pods.stream().allMatch(Pod::isReady);
  }

  @RepeatedTest(4)
  void each_test_has_a_cluster_to_itself(LiveCluster cluster) {
    assertThat(cluster.client().list(ResourceTypes.NODES, ListOptions.all()).items())
        .hasSize(3)
        .allMatch(Node::isReady);
    assertThat(cluster.client().list(ResourceTypes.PODS, ListOptions.in("default")).items())
        .isEmpty();
    cluster.create(
        "{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [{name:"
            + " a, image: b}]}}");
  }

  @Test
  void ten_minutes_pass_at_once(VirtualCluster cluster) {
    cluster.create(WEB);
    assertThat(cluster.runUntil(ClusterTest::isReady, Duration.ofMinutes(1))).isTrue();

    cluster.killNode("node-1");
    cluster.runFor(Duration.ofMinutes(10));

    assertThat(cluster.runUntil(ClusterTest::isReady, Duration.ofMinutes(1))).isTrue();
    assertThat(cluster.call(ClusterTest::staying))
        .extracting(pod -> pod.spec().nodeName())
        .isSubsetOf(Set.of("node-2", "node-3"));
  }
}
