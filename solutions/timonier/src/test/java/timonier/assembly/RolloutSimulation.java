package timonier.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import timonier.client.ListOptions;
import timonier.client.Patch;
import timonier.controllers.ReplicaSet;
import timonier.deployments.Deployment;
import timonier.kit.sim.Simulation;
import timonier.pods.Json;
import timonier.pods.JsonFormat;
import timonier.pods.ObjectKey;
import timonier.pods.Part;
import timonier.pods.Pod;
import timonier.pods.ResourceTypes;
import timonier.simulation.SimulatedCluster;

/// Three nodes roll out a deployment again and again while components crash, answers get lost,
/// watches break and nodes die.
class RolloutSimulation {

  private static final int REPLICAS = 3;
  private static final int SURGE = 1;
  private static final ObjectKey WEB = new ObjectKey("default", "web");

  private static final String DEPLOYMENT =
      """
      {"metadata": {"name": "web", "namespace": "default"},
       "spec": {
         "replicas": 3,
         "selector": {"matchLabels": {"app": "web"}},
         "strategy": {"rollingUpdate": {"maxSurge": 1, "maxUnavailable": 0}},
         "template": {
           "metadata": {"labels": {"app": "web"}},
           "spec": {
             "terminationGracePeriodSeconds": 5,
             "containers": [
               {"name": "web", "image": "web:v0", "resources": {"requests": {"cpu": "300m"}}}],
             "tolerations": [
               {"key": "node.kubernetes.io/unreachable", "operator": "Exists",
                "effect": "NoExecute", "tolerationSeconds": 5},
               {"key": "node.kubernetes.io/not-ready", "operator": "Exists",
                "effect": "NoExecute", "tolerationSeconds": 5}]}}}}
      """;

  /// What one run came to.
  ///
  /// @param fingerprint stands for the whole run
  /// @param faults how often each fault happened
  /// @param judged how many writes the rules looked at
  record Outcome(long fingerprint, Map<String, Integer> faults, int judged) {}

  private static Outcome run(long seed) {
    List<Part> parts;
    try (var world = new Simulation(0)) {
      parts = Assembly.parts(Assembly.LAST, world.loop("unused"), "10.96.0.0/16");
    }
    try (var cluster = new SimulatedCluster(seed, parts, 3)) {
      var simulation = cluster.simulation();
      var rules = new ClusterRules(cluster.store(), REPLICAS + SURGE);
      simulation.always(rules);
      simulation.runFor(Duration.ofSeconds(30));
      simulation.call(() ->
          cluster
              .admin()
              .create(
                  Deployment.TYPE,
                  "default",
                  Json.of(
                      JsonFormat.parse(
                          DEPLOYMENT.getBytes(java.nio.charset.StandardCharsets.UTF_8)))));
      cluster.faults().activate(true);
      for (var round = 1; round <= 5; round++) {
        simulation.runFor(Duration.ofMillis(simulation.random().nextInt(15_000)));
        disturb(cluster, round);
      }
      cluster.faults().activate(false);
      cluster.nodes().forEach(cluster::crashKubelet);
      simulation.runFor(Duration.ofMinutes(10));
      converged(cluster);
      quiet(cluster);
      return new Outcome(simulation.fingerprint(), cluster.faults().fired(), rules.judged());
    }
  }

  private static void disturb(SimulatedCluster cluster, int round) {
    var random = cluster.simulation().random();
    var components = cluster.components();
    switch (random.nextInt(5)) {
      case 0, 1 -> image(cluster, "web:v" + round);
      case 2 -> cluster.crashComponent(components.get(random.nextInt(components.size())));
      case 3 -> cluster.crashKubelet("node-" + (1 + random.nextInt(3)));
      default -> {
        var node = "node-" + (1 + random.nextInt(3));
        cluster.killNode(node);
        cluster.simulation().runFor(Duration.ofSeconds(random.nextInt(90)));
        cluster.startNode(node);
      }
    }
  }

  private static void image(SimulatedCluster cluster, String image) {
    var body = JsonNodeFactory.instance.objectNode();
    body.withObject("/spec/template/spec")
        .putArray("containers")
        .addObject()
        .put("name", "web")
        .put("image", image);
    cluster
        .simulation()
        .call(() -> cluster.admin().patch(Deployment.TYPE, WEB, Patch.strategic(body)));
  }

  private static void converged(SimulatedCluster cluster) {
    var simulation = cluster.simulation();
    var deployment = simulation.call(() -> cluster.admin().get(Deployment.TYPE, WEB));
    var pods = simulation.call(() -> cluster.admin().list(ResourceTypes.PODS, ListOptions.all()));
    var sets = simulation.call(() -> cluster.admin().list(ReplicaSet.TYPE, ListOptions.all()));
    var status = deployment.status().orElseThrow();
    var said = "seed " + simulation.seed() + ": " + String.join("\n", simulation.trace());
    assertThat(status.updatedReplicas()).as(said).isEqualTo(REPLICAS);
    assertThat(status.availableReplicas()).as(said).isEqualTo(REPLICAS);
    assertThat(status.replicas()).as(said).isEqualTo(REPLICAS);
    assertThat(pods.items()).as(said).hasSize(REPLICAS).allMatch(Pod::isReady);
    for (var pod : pods.items()) {
      var owner = pod.metadata().controller().orElseThrow();
      assertThat(sets.items())
          .as("no orphan, seed " + simulation.seed())
          .anyMatch(set -> set.metadata().uid().equals(owner.uid()));
    }
  }

  /// Ten more minutes, in which nobody writes anything but signs of life.
  private static void quiet(SimulatedCluster cluster) {
    var before = written(cluster);
    cluster.simulation().runFor(Duration.ofMinutes(10));
    assertThat(written(cluster))
        .as("no write once converged, seed " + cluster.simulation().seed())
        .isEqualTo(before);
  }

  private static Map<String, String> written(SimulatedCluster cluster) {
    var versions = new TreeMap<String, String>();
    for (var type : List.of(ResourceTypes.PODS, ReplicaSet.TYPE, Deployment.TYPE)) {
      cluster
          .simulation()
          .call(() -> cluster.admin().list(type, ListOptions.all()))
          .items()
          .forEach(object ->
              versions.put(type + "/" + object.key(), object.metadata().resourceVersion()));
    }
    return versions;
  }

  @Test
  void rollouts_keep_their_promises_whatever_goes_wrong() {
    var seeds =
        Integer.getInteger("timonier.seeds", Boolean.getBoolean("timonier.long") ? 5000 : 500);
    var faults = new TreeMap<String, Integer>();
    var judged = 0;
    for (var seed = 1; seed <= seeds; seed++) {
      var outcome = run(seed);
      outcome.faults().forEach((fault, count) -> faults.merge(fault, count, Integer::sum));
      judged += outcome.judged();
    }
    System.out.printf("%d seeds, %d writes judged, faults %s%n", seeds, judged, faults);
    assertThat(faults).hasSizeGreaterThanOrEqualTo(6);
  }

  @Test
  void the_same_seed_makes_the_same_run() {
    assertThat(run(7).fingerprint()).isEqualTo(run(7).fingerprint());
  }
}
