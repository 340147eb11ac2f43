package timonier.scheduler;

import java.util.List;

/// How well a node suits a pod, from 0 to 100.
@FunctionalInterface
interface Score {

  /// The score of a node.
  double of(PendingPod pod, NodeState node);

  /// A score and how much it counts.
  ///
  /// @param score the score
  /// @param weight how much it counts
  record Weighted(Score score, double weight) {}

  /// The scores of a scheduler, weighted as in Kubernetes.
  List<Weighted> ALL =
      List.of(
          new Weighted(Score::leastAllocated, 1),
          new Weighted(Score::balanced, 1),
          new Weighted(Score::untainted, 3),
          new Weighted(Score::spread, 2));

  /// The emptier, the better.
  private static double leastAllocated(PendingPod pod, NodeState node) {
    var after = node.free().minus(pod.request());
    var all = node.allocatable();
    return 50 * part(after.milliCpu(), all.milliCpu()) + 50 * part(after.bytes(), all.bytes());
  }

  private static double part(long some, long all) {
    return all <= 0 ? 0 : Math.clamp((double) some / all, 0, 1);
  }

  /// The more alike the shares of processor and memory in use, the better.
  private static double balanced(PendingPod pod, NodeState node) {
    var after = node.used().plus(pod.request());
    var all = node.allocatable();
    return 100
        - 100 * Math.abs(part(after.milliCpu(), all.milliCpu()) - part(after.bytes(), all.bytes()));
  }

  private static double untainted(PendingPod pod, NodeState node) {
    var disliked = 0;
    for (var taint : node.taints()) {
      var tolerated = pod.tolerations().stream().anyMatch(t -> t.tolerates(taint));
      disliked += taint.effect().equals("PreferNoSchedule") && !tolerated ? 1 : 0;
    }
    return Math.max(0, 100 - 50 * disliked);
  }

  /// The fewer pods of the same owner, the better.
  private static double spread(PendingPod pod, NodeState node) {
    if (pod.owner().isEmpty()) {
      return 100;
    }
    var siblings = 0;
    for (var other : node.pods()) {
      siblings += PendingPod.owner(other).equals(pod.owner()) ? 1 : 0;
    }
    return 100.0 / (1 + siblings);
  }
}
