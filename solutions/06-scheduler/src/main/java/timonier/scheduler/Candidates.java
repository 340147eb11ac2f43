package timonier.scheduler;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import timonier.pods.Pod;

/// The nodes that a pod could run on, and why not on the others.
///
/// @param nodes the nodes that pass all filters; in a large cluster, only enough of them
/// @param refusals how many of the other nodes were refused for each reason; a node counts for all
///   reasons of the first filter that refused it
/// @param impossible why no node was even checked
record Candidates(
    List<NodeState> nodes, Map<String, Integer> refusals, Optional<String> impossible) {

  /// The number of nodes that is always enough (Kubernetes: `minFeasibleNodesToFind`).
  static final int LEAST_ENOUGH = 100;

  /// Returns how many feasible nodes are enough to choose from: all in a small cluster, a share in
  /// a large one, since the best of thousands is hardly better (Kubernetes:
  /// `percentageOfNodesToScore`, from 50 % of 100 nodes to 5 % of 5,600 and more).
  static int enough(int nodes) {
    var percentage = Math.max(5, 50 - nodes / 125);
    return Math.min(nodes, Math.max(LEAST_ENOUGH, nodes * percentage / 100));
  }

  /// Finds candidates.
  ///
  /// @param first the index of the node to begin with; matters only in large clusters
  static Candidates of(Pod pod, List<Filter> filters, ClusterView cluster, int first) {
    var checks = new ArrayList<Filter.Check>();
    var named = new TreeMap<String, Set<String>>();
    for (var filter : filters) {
      switch (filter.prepare(pod, cluster)) {
        case Filter.Demand.None _ -> {}
        case Filter.Demand.OfEach(var check) -> checks.add(check);
        case Filter.Demand.OfSome(var names, var check) -> {
          checks.add(check);
          named.put(filter.name(), names);
        }
        case Filter.Demand.Impossible(var reason) -> {
          return new Candidates(List.of(), Map.of(), Optional.of(reason));
        }
      }
    }
    return search(checks, named, cluster.nodes(), first);
  }

  /// Checks nodes until enough have passed.
  ///
  /// @param named the only nodes that can pass a filter, by the filter's name
  private static Candidates search(
      List<Filter.Check> checks, Map<String, Set<String>> named, List<NodeState> all, int first) {
    var nodes = named.isEmpty() ? all : all(named.values(), all);
    var found = new ArrayList<NodeState>();
    var refusals = new TreeMap<String, Integer>();
    if (nodes.size() < all.size()) {
      var reason =
          "node(s) didn't satisfy plugin(s) [%s]".formatted(String.join(" ", named.keySet()));
      refusals.put(reason, all.size() - nodes.size());
    }
    var enough = enough(nodes.size());
    for (var i = 0; i < nodes.size() && found.size() < enough; i++) {
      var node = nodes.get((first + i) % nodes.size());
      var reasons = refusals(checks, node);
      reasons.forEach(reason -> refusals.merge(reason, 1, Integer::sum));
      if (reasons.isEmpty()) {
        found.add(node);
      }
    }
    return new Candidates(found, refusals, Optional.empty());
  }

  private static List<NodeState> all(Collection<Set<String>> named, List<NodeState> nodes) {
    return nodes.stream()
        .filter(node -> named.stream().allMatch(names -> names.contains(node.name())))
        .toList();
  }

  private static List<String> refusals(List<Filter.Check> checks, NodeState node) {
    for (var check : checks) {
      var reasons = check.refusals(node);
      if (!reasons.isEmpty()) {
        return reasons;
      }
    }
    return List.of();
  }
}
