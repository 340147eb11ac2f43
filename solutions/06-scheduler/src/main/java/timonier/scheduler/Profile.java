package timonier.scheduler;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// One way of choosing nodes. Pods ask for it by `spec.schedulerName`.
///
/// @param schedulerName its name, which is also in the events that it causes
/// @param filters which nodes are out of the question, the cheapest first: of a node that several
///   filters refuse, only the first one's reasons are told
/// @param scores which of the others is best
public record Profile(String schedulerName, List<Filter> filters, List<Weighted> scores) {

  /// The scheduler of pods that name none.
  public static final String DEFAULT_SCHEDULER = "default-scheduler";

  /// A score and how much it counts.
  ///
  /// @param score the score
  /// @param weight how much it counts, beside the others
  public record Weighted(Score score, int weight) {}

  /// A profile.
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

  /// What Kubernetes' scheduler does unless it is configured otherwise: order of filters and
  /// weights of scores are those of its default plugins.
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
