package timonier.scheduler;

import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
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

  /// Numbers stretched so that the highest becomes [#MAX]; all are 0 if there is none above that.
  static int[] stretched(int[] numbers) {
    var highest = IntStream.of(numbers).max().orElse(0);
    return highest <= 0 ? numbers : mapped(numbers, number -> MAX * number / highest);
  }

  /// Scores turned round: the lowest is best.
  static int[] reversed(int[] scores) {
    return mapped(scores, score -> MAX - score);
  }

  private static int[] mapped(int[] numbers, IntUnaryOperator change) {
    return IntStream.of(numbers).map(change).toArray();
  }
}
