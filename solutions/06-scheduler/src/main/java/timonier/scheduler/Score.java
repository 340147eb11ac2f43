package timonier.scheduler;

import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import timonier.pods.Pod;

/// Ranks nodes on which a pod could run.
///
/// All candidates are scored at once, so that what depends on the pod is computed once, and a score
/// may compare nodes. Source: Kubernetes' scheduling framework, extension points PreScore, Score
/// and NormalizeScore.
public interface Score {

  /// The best score that a node can have; the worst is 0.
  int MAX = 100;

  /// The name of the plugin, as in `NodeAffinity`.
  String name();

  /// Scores nodes.
  ///
  /// @param nodes the nodes that pass all filters
  /// @return one score for each node, in their order, from 0 to [#MAX]
  int[] scores(Pod pod, List<NodeState> nodes, ClusterView cluster);

  /// Returns one number for each node.
  static int[] each(List<NodeState> nodes, ToIntFunction<NodeState> number) {
    return nodes.stream().mapToInt(number).toArray();
  }

  /// Stretches numbers so that the highest becomes [#MAX]; all are 0 if none is above 0.
  static int[] stretched(int[] numbers) {
    var highest = IntStream.of(numbers).max().orElse(0);
    return highest <= 0 ? numbers : mapped(numbers, number -> MAX * number / highest);
  }

  /// Reverses scores: the lowest becomes the best.
  static int[] reversed(int[] scores) {
    return mapped(scores, score -> MAX - score);
  }

  private static int[] mapped(int[] numbers, IntUnaryOperator change) {
    return IntStream.of(numbers).map(change).toArray();
  }
}
