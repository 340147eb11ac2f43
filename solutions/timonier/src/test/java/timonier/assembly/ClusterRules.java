package timonier.assembly;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import timonier.pods.Quantity;
import timonier.pods.objects.JsonFormat;
import timonier.simulation.SimulatedCluster;
import timonier.store.Change;
import timonier.store.StoreKey;

/// The invariants that must hold after every write, whatever goes wrong.
final class ClusterRules {

  private static final long MILLI_CPU = 2000;

  private final int mostPods;
  private final Map<StoreKey, JsonNode> pods = new TreeMap<>();
  private final Map<String, String> deployments = new HashMap<>();
  private final Map<String, String> nodes = new HashMap<>();
  private final Map<String, Integer> judged = new TreeMap<>();

  /// Rules about the pods of one deployment.
  ///
  /// @param mostPods the sum of replicas and surge
  ClusterRules(SimulatedCluster cluster, int mostPods) {
    this.mostPods = mostPods;
    cluster.follow("replicasets.apps", this::learn);
    cluster.follow("pods", this::judge);
  }

  /// How often each rule had something to judge.
  Map<String, Integer> judged() {
    return judged;
  }

  private static String owner(JsonNode object) {
    return object.at("/metadata/ownerReferences/0/uid").asText();
  }

  /// Remembers which deployment a set belongs to.
  private void learn(Change change) {
    var set = JsonFormat.parse(change.value());
    deployments.put(set.at("/metadata/uid").asText(), owner(set));
  }

  private void judge(Change change) {
    if (change.isDelete()) {
      pods.remove(change.key());
    } else {
      pods.put(change.key(), JsonFormat.parse(change.value()));
      oneBinding(change.key());
    }
    surge();
    allocatable();
  }

  private void require(String rule, boolean holds, String found) {
    judged.merge(rule, 1, Integer::sum);
    if (!holds) {
      throw new AssertionError(rule + ": " + found);
    }
  }

  private void oneBinding(StoreKey key) {
    var pod = pods.getOrDefault(key, JsonFormat.mapper().createObjectNode());
    var node = pod.at("/spec/nodeName").asText("");
    if (!node.isEmpty()) {
      var before = nodes.putIfAbsent(pod.at("/metadata/uid").asText(), node);
      require(
          "one binding",
          before == null || before.equals(node),
          "%s was on %s and is now on %s".formatted(key, before, node));
    }
  }

  private static boolean isActive(JsonNode pod) {
    var phase = pod.at("/status/phase").asText();
    return !phase.equals("Succeeded") && !phase.equals("Failed");
  }

  /// Judges the pods of one deployment; there may be pods of earlier ones with its name.
  private void surge() {
    var counts = new TreeMap<String, Integer>();
    pods.values().stream()
        .filter(ClusterRules::isActive)
        .filter(pod -> !pod.path("metadata").has("deletionTimestamp"))
        .forEach(pod -> counts.merge(deployments.getOrDefault(owner(pod), ""), 1, Integer::sum));
    counts.forEach((deployment, count) ->
        require(
            "surge",
            count <= mostPods,
            "%d pods are not being deleted, but there may be %d".formatted(count, mostPods)));
  }

  private void allocatable() {
    var used = new TreeMap<String, Long>();
    for (var pod : pods.values()) {
      var node = pod.at("/spec/nodeName").asText("");
      if (!node.isEmpty() && isActive(pod)) {
        var cpu = pod.at("/spec/containers/0/resources/requests/cpu").asText("0");
        used.merge(node, Quantity.parse(cpu).milli(), Long::sum);
      }
    }
    used.forEach((node, cpu) ->
        require(
            "allocatable",
            cpu <= MILLI_CPU,
            "%dm are bound to %s, which has %dm".formatted(cpu, node, MILLI_CPU)));
  }
}
