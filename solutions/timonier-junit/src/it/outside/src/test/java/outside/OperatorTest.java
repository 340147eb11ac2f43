package outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.*;
import io.fabric8.kubernetes.api.model.apps.*;
import io.fabric8.kubernetes.client.*;
import io.fabric8.kubernetes.client.Config;
import java.io.ByteArrayInputStream;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import timonier.junit.*;
import timonier.pods.ResourceTypes;

/// An example of an operator's test, in a project of its own.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@TimonierCluster(nodes = 2)
class OperatorTest {

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

  private static URI ended;

  private static boolean isReady(Deployment seen) {
    return seen != null && Integer.valueOf(3).equals(seen.getStatus().getReadyReplicas());
  }

  @Test
  @Order(1)
  void fabric8_reaches_it_by_the_kubeconfig(LiveCluster cluster) {
    var config = Config.fromKubeconfig(cluster.kubeconfig().toFile());
    try (var client = new KubernetesClientBuilder().withConfig(config).build()) {
      var manifest = new ByteArrayInputStream(WEB.getBytes(StandardCharsets.UTF_8));
      client.load(manifest).inNamespace("default").create();
      Deployment web =
          client
              .apps()
              .deployments()
              .inNamespace("default")
              .withName("web")
              .waitUntilCondition(OperatorTest::isReady, 60, TimeUnit.SECONDS);
      assertEquals(3, web.getStatus().getReadyReplicas());
      assertEquals(2, client.nodes().list().getItems().size());
    }
    ended = cluster.server();
  }

  @Test
  @Order(2)
  void the_cluster_of_a_test_ends_with_it() {
    assertThrows(
        ConnectException.class, () -> new Socket(ended.getHost(), ended.getPort()).close());
  }

  @Test
  void ten_minutes_pass_at_once(VirtualCluster cluster) {
    cluster.create(WEB);
    assertTrue(cluster.runUntil(client -> readyPods(client) == 3, Duration.ofMinutes(1)));

    cluster.killNode("node-1");
    cluster.runFor(Duration.ofMinutes(10));

    assertTrue(cluster.runUntil(client -> readyPods(client) == 3, Duration.ofMinutes(1)));
  }

  private static long readyPods(timonier.client.Client client) {
    var pods = client.list(ResourceTypes.PODS, timonier.client.ListOptions.in("default")).items();
    return pods.stream()
        .filter(pod -> !pod.metadata().isBeingDeleted())
        .filter(timonier.pods.Pod::isReady)
        .count();
  }

  @Test
  @TimonierCluster(containers = Containers.PROCESS)
  void containers_may_be_processes(LiveCluster cluster) {
    var config = Config.fromKubeconfig(cluster.kubeconfig().toFile());
    try (var client = new KubernetesClientBuilder().withConfig(config).build()) {
      Pod pod =
          new PodBuilder()
              .withNewMetadata()
              .withName("web")
              .endMetadata()
              .withNewSpec()
              .addNewContainer()
              .withName("web")
              .withImage("timonier/web")
              .endContainer()
              .endSpec()
              .build();
      client.pods().inNamespace("default").resource(pod).create();
      client.pods().inNamespace("default").withName("web").waitUntilReady(60, TimeUnit.SECONDS);
    }
  }

  @Test
  void the_test_chooses_its_own_libraries() {
    var version = Test.class.getPackage().getImplementationVersion();
    assertEquals(System.getProperty("junit.version"), version);
    var libraries = System.getProperty("java.class.path");
    for (var name : new String[] {"logback", "picocli", "assertj", "asciidoctorj", "pitest"}) {
      assertFalse(libraries.contains(name), name);
    }
  }
}
