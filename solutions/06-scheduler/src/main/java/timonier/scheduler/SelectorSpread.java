package timonier.scheduler;

import java.util.List;
import timonier.pods.Pod;

/// Scores a node higher the fewer pods of the same controller are on it. Kubernetes' scheduler gets
/// much the same result from its default topology spread constraints.
final class SelectorSpread implements Score {

  @Override
  public String name() {
    return "SelectorSpread";
  }

  @Override
  public int[] scores(Pod pod, List<NodeState> nodes, ClusterView cluster) {
    var owner = pod.metadata().controller();
    if (owner.isEmpty()) {
      return new int[nodes.size()];
    }
    var uid = owner.get().uid();
    return Score.reversed(Score.stretched(Score.each(nodes, node -> node.podsOf(uid))));
  }
}
