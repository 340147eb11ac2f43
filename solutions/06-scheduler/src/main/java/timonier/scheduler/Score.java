package timonier.scheduler;

import java.util.List;
import timonier.pods.OwnerReference;
import timonier.pods.Pod;

/// How well a node suits a pod, from 0 to 100.
@FunctionalInterface
interface Score {

  /// The score of a node.
  double of(Pod pod, NodeState node);

  /// A score and how much it counts.
  ///
  /// @param score the score
  /// @param weight how much it counts
  record Weighted(Score score, double weight) {}

  /// The scores of a scheduler, weighted as in Kubernetes.
  static List<Weighted> all() {
    return List.of(
        new Weighted(Score::leastAllocated, 1),
        new Weighted(Score::balanced, 1),
        new Weighted(Score::untainted, 3),
        new Weighted(Score::spread, 2));
  }

  /// The emptier, the better.
  private static double leastAllocated(Pod pod, NodeState node) {
    var after = node.free().minus(Resources.of(pod));
    var all = node.allocatable();
    return 50 * part(after.milliCpu(), all.milliCpu()) + 50 * part(after.bytes(), all.bytes());
  }

  private static double part(long some, long all) {
    return all <= 0 ? 0 : Math.clamp((double) some / all, 0, 1);
  }

  /// The more alike the shares of processor and memory in use, the better.
  private static double balanced(Pod pod, NodeState node) {
    var after = node.used().plus(Resources.of(pod));
    var all = node.allocatable();
    return 100
        - 100 * Math.abs(part(after.milliCpu(), all.milliCpu()) - part(after.bytes(), all.bytes()));
  }

  private static double untainted(Pod pod, NodeState node) {
    var disliked =
        node.node().taints().stream()
            .filter(taint -> taint.effect().equals("PreferNoSchedule"))
            .filter(taint -> pod.spec().tolerations().stream().noneMatch(t -> t.tolerates(taint)))
            .count();
    return Math.max(0, 100 - 50 * disliked);
  }

  /// The fewer pods of the same owner, the better.
  private static double spread(Pod pod, NodeState node) {
    var owner = pod.metadata().controller().map(OwnerReference::uid);
    if (owner.isEmpty()) {
      return 100;
    }
    var siblings =
        node.pods().stream()
            .filter(other -> other.metadata().controller().map(OwnerReference::uid).equals(owner))
            .count();
    return 100.0 / (1 + siblings);
  }
}
