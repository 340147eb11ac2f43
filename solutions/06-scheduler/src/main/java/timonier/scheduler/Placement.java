package timonier.scheduler;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import timonier.pods.Pod;

/// Where a pod goes, decided from a snapshot of the nodes and nothing else.
sealed interface Placement {

  /// So many nodes are always enough (Kubernetes: `minFeasibleNodesToFind`).
  int LEAST_ENOUGH = 100;

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

  /// How many nodes that would have a pod are enough to choose from. All, where there are few; a
  /// share of them where there are many, since a better node among thousands is hardly better
  /// (Kubernetes: `percentageOfNodesToScore`, from 50 % of 100 nodes to 5 % of 5,600 and more).
  static int enough(int nodes) {
    var percentage = Math.max(5, 50 - nodes / 125);
    return Math.min(nodes, Math.max(LEAST_ENOUGH, nodes * percentage / 100));
  }

  /// Chooses the node that suits a pod best, among those that do not refuse it.
  ///
  /// @param first where among the nodes to begin; matters only where there are many
  /// @param tie chooses among the best: which one of how many
  static Placement of(Pod pod, List<NodeState> nodes, int first, IntUnaryOperator tie) {
    var pending = PendingPod.of(pod);
    var refusals = new TreeMap<String, Integer>();
    var best = new ArrayList<NodeState>();
    var highest = Double.NEGATIVE_INFINITY;
    var wanted = enough(nodes.size());
    for (var i = 0; i < nodes.size() && wanted > 0; i++) {
      var node = nodes.get((first + i) % nodes.size());
      var reasons = refuse(pending, node);
      if (!reasons.isEmpty()) {
        reasons.forEach(reason -> refusals.merge(reason, 1, Integer::sum));
        continue;
      }
      wanted--;
      var score = score(pending, node);
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

  private static List<String> refuse(PendingPod pod, NodeState node) {
    for (var filter : Filter.ALL) {
      var reasons = filter.refuse(pod, node);
      if (!reasons.isEmpty()) {
        return reasons;
      }
    }
    return List.of();
  }

  private static double score(PendingPod pod, NodeState node) {
    var sum = 0.0;
    for (var weighted : Score.ALL) {
      sum += weighted.weight() * weighted.score().of(pod, node);
    }
    return sum;
  }
}
