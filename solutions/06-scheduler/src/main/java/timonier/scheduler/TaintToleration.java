package timonier.scheduler;

import java.util.List;
import timonier.pods.Pod;
import timonier.pods.Taint;

/// Keeps pods off nodes with a taint that they do not tolerate, if its effect is `NoSchedule` or
/// `NoExecute`: `node(s) had untolerated taint(s)`. The message does not name the taint, because
/// taints may say more about a cluster than its users should know (Kubernetes 1.34.2 and later).
///
/// Scores a node higher the fewer taints it has that the pod does not tolerate and whose effect is
/// `PreferNoSchedule`.
final class TaintToleration implements Filter, Score {

  private static final List<String> REFUSALS = List.of("node(s) had untolerated taint(s)");

  static boolean isTolerated(Pod pod, Taint taint) {
    for (var toleration : pod.spec().tolerations()) {
      if (toleration.tolerates(taint)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String name() {
    return "TaintToleration";
  }

  @Override
  public Demand prepare(Pod pod, ClusterView cluster) {
    return new Demand.OfEach(node -> isKeptOff(pod, node) ? REFUSALS : List.of());
  }

  private static boolean isKeptOff(Pod pod, NodeState node) {
    for (var taint : node.taints()) {
      var keepsOff = taint.effect().equals("NoSchedule") || taint.effect().equals("NoExecute");
      if (keepsOff && !isTolerated(pod, taint)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public int[] scores(Pod pod, List<NodeState> nodes, ClusterView cluster) {
    return Score.reversed(Score.stretched(Score.each(nodes, node -> disliked(pod, node))));
  }

  private static int disliked(Pod pod, NodeState node) {
    var disliked = 0;
    for (var taint : node.taints()) {
      disliked += taint.effect().equals("PreferNoSchedule") && !isTolerated(pod, taint) ? 1 : 0;
    }
    return disliked;
  }
}
