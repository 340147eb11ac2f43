package timonier.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import timonier.client.DeleteOptions;
import timonier.client.ListOptions;
import timonier.controllers.ReplicaSet;
import timonier.deployments.Deployment;
import timonier.kit.sim.SimulationFailure;
import timonier.kit.testing.Extent;
import timonier.pods.Pod;
import timonier.pods.ResourceTypes;
import timonier.pods.objects.ApiException;
import timonier.pods.objects.Json;
import timonier.pods.objects.KubernetesObject;
import timonier.pods.objects.Part;
import timonier.simulation.SimulatedCluster;
import timonier.simulation.SimulatedCluster.Plan;
import timonier.simulation.WatchGuarantees.Guarantee;

/// Three nodes roll out a deployment again and again while components crash, answers get lost,
/// watches break and nodes die.
class RolloutSimulation {

  private static final int REPLICAS = 3;

  /// The faults that must have happened in some run; otherwise the runs would prove nothing.
  private static final List<String> FAULTS =
      List.of(
          "compaction",
          "component crash",
          "conflict",
          "cut watch",
          "deployment replaced",
          "expired watch",
          "keys repeated",
          "kubelet crash",
          "lagging watch",
          "lost reply",
          "node cut off",
          "node death",
          "refused call",
          "server crash",
          "server power cut",
          "stale list");

  /// How many pods more, and how many fewer, a rollout may have.
  private record Limits(int surge, int unavailable) {}

  private static final List<Limits> LIMITS =
      List.of(new Limits(1, 0), new Limits(0, 1), new Limits(1, 1), new Limits(2, 1));

  private static final String DEPLOYMENT =
      """
      {"metadata": {"name": "web", "namespace": "default"},
       "spec": {
         "replicas": 3,
         "selector": {"matchLabels": {"app": "web"}},
         "strategy": {"rollingUpdate": {"maxSurge": %d, "maxUnavailable": %d}},
         "template": {
           "metadata": {"labels": {"app": "web"}},
           "spec": {
             "terminationGracePeriodSeconds": 5,
             "containers": [
               {"name": "web", "image": "web:v0", "resources": {"requests": {"cpu": "900m"}}}],
             "tolerations": [
               {"key": "node.kubernetes.io/unreachable", "operator": "Exists",
                "effect": "NoExecute", "tolerationSeconds": 5},
               {"key": "node.kubernetes.io/not-ready", "operator": "Exists",
                "effect": "NoExecute", "tolerationSeconds": 5}]}}}}
      """;

  /// The outcome of one run.
  ///
  /// @param fingerprint a hash of the whole run
  /// @param faults how often each fault happened
  /// @param judged how often each rule had something to judge
  record Outcome(long fingerprint, Map<String, Integer> faults, Map<String, Integer> judged) {}

  private static List<Part> parts() {
    return Assembly.parts(Assembly.LAST, "10.96.0.0/16");
  }

  static Outcome run(long seed) {
    return run(RolloutRun.of(seed), _ -> {});
  }

  /// Runs a seed, and passes everything that happens to a listener.
  static Outcome run(RolloutRun run, Consumer<String> listener) {
    var seed = run.seed();
    try (var cluster = new SimulatedCluster(new Plan(seed, parts(), 3, seed % 3 == 0))) {
      cluster.simulation().tell(listener);
      cluster.faults().exclude(run.without());
      try {
        return run(run, cluster);
      } catch (AssertionError | ApiException broken) {
        throw cluster.simulation().broken(String.valueOf(broken.getMessage()), broken);
      }
    }
  }

  private static Outcome run(RolloutRun run, SimulatedCluster cluster) {
    var simulation = cluster.simulation();
    var limits = LIMITS.get((int) (run.seed() % LIMITS.size()));
    var rules = new ClusterRules(cluster, REPLICAS + limits.surge());
    cluster.observe(new AvailabilityRule(rules.judged()));
    simulation.runFor(Duration.ofSeconds(30));
    simulation.call(() -> cluster.admin().create(Deployment.TYPE, "default", deployment(limits)));
    cluster.faults().activate(true);
    for (var round = 1; round <= RolloutRun.ROUNDS; round++) {
      simulation.runFor(Duration.ofMillis(simulation.random().nextInt(15_000)));
      if (run.rounds().contains(round)) {
        disturb(cluster, limits, round);
      }
    }
    cluster.faults().activate(false);
    var left = new ArrayList<>(cluster.nodes());
    if (run.seed() % 5 == 0) {
      cluster.killNode(left.removeLast());
    }
    left.forEach(cluster::crashKubelet);
    rested(cluster);
    converged(cluster);
    quiet(cluster);
    rules.judged().putAll(cluster.guarantees().judged());
    return new Outcome(simulation.fingerprint(), cluster.faults().fired(), rules.judged());
  }

  private static Optional<SimulationFailure> attempt(RolloutRun run) {
    try {
      run(run, _ -> {});
      return Optional.empty();
    } catch (SimulationFailure failure) {
      return Optional.of(failure);
    }
  }

  private static Outcome judged(RolloutRun run) {
    try {
      return run(run, _ -> {});
    } catch (SimulationFailure failure) {
      throw run.shortest(failure, RolloutSimulation::attempt);
    }
  }

  private static Json deployment(Limits limits) {
    return WebDeployment.json(DEPLOYMENT.formatted(limits.surge(), limits.unavailable()));
  }

  private static void disturb(SimulatedCluster cluster, Limits limits, int round) {
    var simulation = cluster.simulation();
    var random = simulation.random();
    var component = cluster.components().get(random.nextInt(cluster.components().size()));
    var node = "node-" + (1 + random.nextInt(3));
    var pause = Duration.ofMillis(random.nextInt(90_000));
    switch (random.nextInt(11)) {
      case 0, 1, 2 -> WebDeployment.image(cluster, "web:v" + round);
      case 3 -> cluster.crashComponent(component);
      case 4 -> cluster.crashKubelet(node);
      case 5 -> {
        cluster.killNode(node);
        simulation.runFor(pause);
        cluster.startNode(node);
      }
      case 6 -> {
        cluster.cutOff(node);
        simulation.runFor(pause);
        cluster.reconnect(node);
      }
      case 7 -> {
        cluster.crashServer(random.nextBoolean());
        simulation.runFor(pause.dividedBy(10));
        cluster.startServer();
        simulation.runUntil(cluster::isServerUp, Duration.ofMinutes(1));
      }
      case 8 -> cluster.compact();
      case 9 -> again(cluster, limits);
      default -> cluster.repeatKeys(component);
    }
  }

  /// Somebody deletes the deployment and creates it again: same name, another identity.
  private static void again(SimulatedCluster cluster, Limits limits) {
    cluster.faults().count("deployment replaced");
    cluster
        .simulation()
        .call(() -> {
          var known = cluster.admin().get(Deployment.TYPE, WebDeployment.KEY);
          var options = DeleteOptions.of(known.metadata().uid()).propagating("Background");
          cluster.admin().delete(Deployment.TYPE, WebDeployment.KEY, options);
          return cluster.admin().create(Deployment.TYPE, "default", deployment(limits));
        });
  }

  /// Waits until nothing but heartbeats was written for a minute. A cluster that is not at rest
  /// after ten is judged as it is.
  private static void rested(SimulatedCluster cluster) {
    var rested = false;
    for (var minute = 1; minute <= 10 && !rested; minute++) {
      var before = written(cluster);
      cluster.simulation().runFor(Duration.ofMinutes(1));
      rested = minute > 1 && written(cluster).equals(before);
    }
  }

  private static void converged(SimulatedCluster cluster) {
    var simulation = cluster.simulation();
    var deployment = simulation.call(() -> cluster.admin().get(Deployment.TYPE, WebDeployment.KEY));
    var sets = simulation.call(() -> cluster.admin().list(ReplicaSet.TYPE, ListOptions.all()));
    var pods = simulation.call(() -> cluster.admin().list(ResourceTypes.PODS, ListOptions.all()));
    var staying = pods.items().stream().filter(p -> !p.metadata().isBeingDeleted()).toList();
    var status = deployment.status().orElseThrow();
    assertThat(status.updatedReplicas()).as("converged").isEqualTo(REPLICAS);
    assertThat(status.availableReplicas()).as("converged").isEqualTo(REPLICAS);
    assertThat(status.replicas()).as("converged").isEqualTo(REPLICAS);
    assertThat(staying).as("converged").hasSize(REPLICAS).allMatch(Pod::isReady);
    noOrphan(sets.items(), List.of(deployment));
    noOrphan(staying, sets.items());
  }

  private static void noOrphan(
      List<? extends KubernetesObject> objects, List<? extends KubernetesObject> owners) {
    for (var object : objects) {
      var owner = object.metadata().controller().orElseThrow();
      assertThat(owners)
          .as("no orphan: the owner of %s exists", object.key())
          .anyMatch(candidate -> candidate.metadata().uid().equals(owner.uid()));
    }
  }

  /// Waits six more minutes, longer than any component waits before it tries again; nothing but
  /// heartbeats may be written.
  private static void quiet(SimulatedCluster cluster) {
    var before = written(cluster);
    var revision = cluster.revision();
    cluster.simulation().runFor(Duration.ofMinutes(6));
    cluster.guarantees().settled(revision);
    assertThat(written(cluster)).as("no write once converged").isEqualTo(before);
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
    var seeds = Extent.pick("timonier.seeds", 40, 500, 5000);
    var first = Integer.getInteger("timonier.seed", 1);
    var faults = new TreeMap<String, Integer>();
    var judged = new TreeMap<String, Integer>();
    var outcomes =
        LongStream.range(first, first + seeds)
            .parallel()
            .mapToObj(seed -> judged(RolloutRun.of(seed)))
            .toList();
    for (var outcome : outcomes) {
      outcome.faults().forEach((fault, count) -> faults.merge(fault, count, Integer::sum));
      outcome.judged().forEach((rule, count) -> judged.merge(rule, count, Integer::sum));
    }
    System.out.printf("%d seeds%n  faults %s%n  judged %s%n", seeds, faults, judged);
    assertThat(faults.keySet()).containsAll(FAULTS);
    assertThat(judged.keySet()).contains("surge", "unavailability", "allocatable", "one binding");
    assertThat(judged.keySet())
        .containsAll(Stream.of(Guarantee.values()).map(Guarantee::title).toList());
  }
}
