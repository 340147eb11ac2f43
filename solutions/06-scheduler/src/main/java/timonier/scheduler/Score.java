package timonier.scheduler;

import java.util.List;
import java.util.function.ToIntFunction;
import timonier.pods.Pod;

/// How well nodes suit a pod that could run on each of them.
///
/// All candidates are judged at once, so that what a pod asks of others is worked out once, and a
/// score may compare nodes. (Kubernetes' scheduling framework: the extension points PreScore, Score
/// and NormalizeScore.)
public interface Score {

  /// The best score that a node can have; the worst is 0.
  int MAX = 100;

  /// The name of the plugin, as in `NodeAffinity`.
  String name();

  /// Scores nodes.
  ///
  /// @param nodes the nodes that every filter lets pass
  /// @return one score a node in their order, from 0 to [#MAX]
  int[] scores(Pod pod, List<NodeState> nodes, ClusterView cluster);

  /// One number a node.
  static int[] each(List<NodeState> nodes, ToIntFunction<NodeState> number) {
    return nodes.stream().mapToInt(number).toArray();
  }

  /// Stretches numbers so that the highest becomes [#MAX]; all stay 0 if there is no higher.
  static int[] stretched(int[] numbers) {
    var highest = 0;
    for (var number : numbers) {
      highest = Math.max(highest, number);
    }
    for (var i = 0; i < numbers.length && highest > 0; i++) {
      numbers[i] = MAX * numbers[i] / highest;
    }
    return numbers;
  }

  /// Turns scores round: the lowest number is best.
  static int[] reversed(int[] scores) {
    for (var i = 0; i < scores.length; i++) {
      scores[i] = MAX - scores[i];
    }
    return scores;
  }
}
