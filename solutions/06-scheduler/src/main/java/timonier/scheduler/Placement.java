package timonier.scheduler;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import timonier.pods.Pod;

/// Where a pod goes, decided from a snapshot of the nodes and nothing else.
sealed interface Placement {

  /// It goes to a node.
  record On(String node) implements Placement {}

  /// No node will have it.
  record Nowhere(int nodes, Map<String, Integer> refusals) implements Placement {
    /// The refusals, counted, in Kubernetes' words.
    String message() {
      if (nodes == 0) {
        return "no nodes available to schedule pods";
      }
      var reasons = new ArrayList<String>();
      refusals.forEach((reason, count) -> reasons.add(count + " " + reason));
      reasons.sort(String::compareTo);
      return "0/%d nodes are available: %s.".formatted(nodes, String.join(", ", reasons));
    }
  }

  /// Chooses the node that suits a pod best, among those that do not refuse it.
  ///
  /// @param tie chooses among the best: which one of how many
  static Placement of(
      Pod pod, Collection<NodeState> nodes, java.util.function.IntUnaryOperator tie) {
    var refusals = new TreeMap<String, Integer>();
    var best = new ArrayList<NodeState>();
    var highest = Double.NEGATIVE_INFINITY;
    for (var node : nodes) {
      var reasons = refuse(pod, node);
      if (!reasons.isEmpty()) {
        reasons.forEach(reason -> refusals.merge(reason, 1, Integer::sum));
        continue;
      }
      var score = score(pod, node);
      if (score > highest) {
        highest = score;
        best.clear();
      }
      if (score == highest) {
        best.add(node);
      }
    }
    return best.isEmpty()
        ? new Nowhere(nodes.size(), refusals)
        : new On(best.get(tie.applyAsInt(best.size())).name());
  }

  private static List<String> refuse(Pod pod, NodeState node) {
    for (var filter : Filter.all()) {
      var reasons = filter.refuse(pod, node);
      if (!reasons.isEmpty()) {
        return reasons;
      }
    }
    return List.of();
  }

  private static double score(Pod pod, NodeState node) {
    var sum = 0.0;
    for (var weighted : Score.all()) {
      sum += weighted.weight() * weighted.score().of(pod, node);
    }
    return sum;
  }
}
