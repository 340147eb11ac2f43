package timonier.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import timonier.client.ListOptions;
import timonier.deployments.Deployment;
import timonier.kit.testing.Extent;
import timonier.pods.Pod;
import timonier.pods.ResourceTypes;
import timonier.services.EndpointSlice;
import timonier.services.Service;
import timonier.simulation.SimulatedCluster;
import timonier.simulation.SimulatedCluster.Plan;

/// After an unforeseen exception, whatever watches something goes on watching, and tries again what
/// it was doing.
class SurvivalSimulation {

  private static final int SEEDS = Extent.pick("timonier.seeds", 8, 20, 200);

  private static final String DEPLOYMENT =
      """
      {"metadata": {"name": "web", "namespace": "default"},
       "spec": {
         "replicas": 3,
         "selector": {"matchLabels": {"app": "web"}},
         "template": {
           "metadata": {"labels": {"app": "web"}},
           "spec": {"containers": [{"name": "web", "image": "web:v0"}]}}}}
      """;

  private static final String SERVICE =
      """
      {"metadata": {"name": "web", "namespace": "default"},
       "spec": {"selector": {"app": "web"}, "ports": [{"port": 80}]}}
      """;

  /// Exceptions by the component that was hit.
  private final Map<String, Integer> planted = new TreeMap<>();

  private boolean active;

  @Test
  void every_component_survives_exceptions_and_full_disks_and_does_its_work_afterwards() {
    for (var seed = 1; seed <= SEEDS; seed++) {
      run(seed);
    }
    System.out.println("exceptions " + planted);
    assertThat(planted.keySet())
        .contains(
            "deployment-controller",
            "endpointslice-controller",
            "node-1",
            "replicaset-controller",
            "scheduler");
  }

  private void run(long seed) {
    var parts = Assembly.parts(Assembly.LAST, "10.96.0.0/16");
    try (var cluster = new SimulatedCluster(new Plan(seed, parts, 2, false))) {
      cluster.simulation().survive((_, bug) -> assertThat(bug).hasMessage("planted"));
      cluster.observe((component, _, _) -> plant(cluster, component));
      active = true;
      disturb(cluster);
      active = false;
      cluster.simulation().runFor(Duration.ofMinutes(12));
      judge(cluster);
    } catch (AssertionError broken) {
      throw new AssertionError("seed %d: %s".formatted(seed, broken.getMessage()), broken);
    }
  }

  private void plant(SimulatedCluster cluster, String component) {
    if (active && cluster.simulation().chance(0.2)) {
      planted.merge(component, 1, Integer::sum);
      throw new IllegalStateException("planted");
    }
  }

  private static void disturb(SimulatedCluster cluster) {
    var simulation = cluster.simulation();
    simulation.runFor(Duration.ofSeconds(30));
    simulation.call(
        () -> cluster.admin().create(Deployment.TYPE, "default", WebDeployment.json(DEPLOYMENT)));
    simulation.call(
        () -> cluster.admin().create(Service.TYPE, "default", WebDeployment.json(SERVICE)));
    for (var round = 1; round <= 3; round++) {
      simulation.runFor(Duration.ofMillis(simulation.random().nextInt(20_000)));
      var node = "node-" + (1 + simulation.random().nextInt(2));
      cluster.fullDisk(node, true);
      cluster.endContainer(node);
      WebDeployment.image(cluster, "web:v" + round);
      simulation.runFor(Duration.ofMillis(simulation.random().nextInt(20_000)));
      cluster.fullDisk(node, false);
    }
  }

  private static void judge(SimulatedCluster cluster) {
    var simulation = cluster.simulation();
    var pods = simulation.call(() -> cluster.admin().list(ResourceTypes.PODS, ListOptions.all()));
    assertThat(pods.items())
        .hasSize(3)
        .allMatch(Pod::isReady)
        .allMatch(pod -> pod.spec().containers().getFirst().image().equals("web:v3"));
    var nodes = simulation.call(() -> cluster.admin().list(ResourceTypes.NODES, ListOptions.all()));
    assertThat(nodes.items()).hasSize(2).allMatch(timonier.pods.Node::isReady);
    var slices = simulation.call(() -> cluster.admin().list(EndpointSlice.TYPE, ListOptions.all()));
    assertThat(slices.items().getFirst().endpoints())
        .hasSize(3)
        .allMatch(endpoint -> endpoint.conditions().ready().orElse(false));
  }
}
