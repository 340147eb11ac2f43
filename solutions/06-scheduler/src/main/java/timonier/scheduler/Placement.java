package timonier.scheduler;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import timonier.pods.Pod;

/// Where a pod goes, decided from a view of the cluster and nothing else.
sealed interface Placement {

  /// It goes to a node.
  record On(String node) implements Placement {}

  /// It fits no node.
  ///
  /// @param nodes how many nodes there are
  /// @param refusals how many of these were refused for each reason
  /// @param impossible why no node was even checked
  record Nowhere(int nodes, Map<String, Integer> refusals, Optional<String> impossible)
      implements Placement {

    /// Returns why, in Kubernetes' words: each reason with the number of nodes it applies to.
    String message() {
      if (nodes == 0) {
        return "no nodes available to schedule pods";
      }
      var counted = new ArrayList<String>();
      refusals.forEach((reason, count) -> counted.add(count + " " + reason));
      counted.sort(String::compareTo);
      var why = impossible.orElse(String.join(", ", counted));
      return "0/%d nodes are available: %s.".formatted(nodes, why);
    }
  }

  /// Chooses the node with the best score among those that pass all filters.
  ///
  /// @param first the index of the node to begin with; matters only in large clusters
  /// @param tie chooses among equals: given their number, returns an index
  static Placement of(
      Pod pod, Profile profile, ClusterView cluster, int first, IntUnaryOperator tie) {
    var candidates = Candidates.of(pod, profile.filters(), cluster, first);
    if (candidates.nodes().isEmpty()) {
      var all = cluster.nodes().size();
      return new Nowhere(all, candidates.refusals(), candidates.impossible());
    }
    var best = best(candidates.nodes(), total(pod, profile, candidates.nodes(), cluster));
    return new On(best.get(tie.applyAsInt(best.size())).name());
  }

  private static int[] total(Pod pod, Profile profile, List<NodeState> nodes, ClusterView cluster) {
    var total = new int[nodes.size()];
    for (var weighted : profile.scores()) {
      var scores = weighted.score().scores(pod, nodes, cluster);
      for (var i = 0; i < total.length; i++) {
        total[i] += weighted.weight() * scores[i];
      }
    }
    return total;
  }

  /// The nodes with the highest score.
  private static List<NodeState> best(List<NodeState> nodes, int[] scores) {
    var best = new ArrayList<NodeState>();
    var highest = -1;
    for (var i = 0; i < scores.length; i++) {
      if (scores[i] > highest) {
        highest = scores[i];
        best.clear();
      }
      if (scores[i] == highest) {
        best.add(nodes.get(i));
      }
    }
    return best;
  }
}
