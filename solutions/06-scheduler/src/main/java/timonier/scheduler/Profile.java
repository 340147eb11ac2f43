package timonier.scheduler;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// A configuration of the scheduler. Pods choose it with `spec.schedulerName`.
///
/// @param schedulerName its name, which is also in the events about its pods
/// @param filters exclude nodes; the cheapest first. If several refuse a node, only the reasons of
///   the first are reported
/// @param scores rank the remaining nodes
public record Profile(String schedulerName, List<Filter> filters, List<Weighted> scores) {

  /// The scheduler of pods that do not name one.
  public static final String DEFAULT_SCHEDULER = "default-scheduler";

  /// A score and how much it counts.
  ///
  /// @param score the score
  /// @param weight how much it counts, relative to the others
  public record Weighted(Score score, int weight) {}

  /// Checks a profile.
  ///
  /// @throws IllegalArgumentException if two of its filters or two of its scores have one name
  public Profile {
    distinct(filters.stream().map(Filter::name).toList());
    distinct(scores.stream().map(weighted -> weighted.score().name()).toList());
  }

  private static void distinct(List<String> names) {
    Set<String> known = new TreeSet<>();
    for (var name : names) {
      if (!known.add(name)) {
        throw new IllegalArgumentException("plugin " + name + " is listed twice");
      }
    }
  }

  /// Returns the default profile of Kubernetes' scheduler: the order of filters and the weights of
  /// scores are those of its default plugins.
  public static Profile standard(String schedulerName) {
    var taints = new TaintToleration();
    var affinity = new NodeAffinity();
    var fit = new NodeResourcesFit();
    return new Profile(
        schedulerName,
        List.of(new NodeUnschedulable(), new NodeName(), taints, affinity, new NodePorts(), fit),
        List.of(
            new Weighted(taints, 3),
            new Weighted(affinity, 2),
            new Weighted(new SelectorSpread(), 2),
            new Weighted(fit, 1),
            new Weighted(new NodeResourcesBalancedAllocation(), 1)));
  }
}
