package timonier.assembly;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import timonier.pods.JsonFormat;
import timonier.pods.Quantity;
import timonier.store.Change;
import timonier.store.KeyRange;
import timonier.store.Store;
import timonier.store.StoreKey;

/// What must hold after every write, whatever goes wrong.
final class ClusterRules implements Runnable {

  private static final long MILLI_CPU = 2000;

  private final Store.Cursor cursor;
  private final int mostPods;
  private final Map<StoreKey, JsonNode> pods = new TreeMap<>();
  private final Map<String, String> nodes = new HashMap<>();
  private int judged;

  /// Rules about the pods of one deployment.
  ///
  /// @param mostPods replicas and surge together
  ClusterRules(Store store, int mostPods) {
    this.cursor = store.watch(KeyRange.of("pods"), store.revision(), () -> {});
    this.mostPods = mostPods;
  }

  int judged() {
    return judged;
  }

  @Override
  public void run() {
    for (var change : cursor.poll(100)) {
      apply(change);
      judged++;
      surge();
      allocatable();
    }
  }

  private void apply(Change change) {
    if (change.isDelete()) {
      pods.remove(change.key());
      return;
    }
    var pod = JsonFormat.parse(change.value());
    pods.put(change.key(), pod);
    var node = pod.at("/spec/nodeName").asText("");
    if (!node.isEmpty()) {
      var before = nodes.putIfAbsent(pod.at("/metadata/uid").asText(), node);
      require(
          before == null || before.equals(node),
          "one binding: %s was on %s and is now on %s".formatted(change.key(), before, node));
    }
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw new AssertionError(rule);
    }
  }

  private static boolean isActive(JsonNode pod) {
    var phase = pod.at("/status/phase").asText();
    return !phase.equals("Succeeded") && !phase.equals("Failed");
  }

  private void surge() {
    var count =
        pods.values().stream()
            .filter(ClusterRules::isActive)
            .filter(pod -> !pod.path("metadata").has("deletionTimestamp"))
            .count();
    require(
        count <= mostPods,
        "surge: %d pods are not being deleted, but there may be %d".formatted(count, mostPods));
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
            cpu <= MILLI_CPU,
            "allocatable: %dm are bound to %s, which has %dm".formatted(cpu, node, MILLI_CPU)));
  }
}
