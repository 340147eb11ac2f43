package timonier.scheduler;

import java.util.List;
import timonier.pods.Pod;

/// Scores a node higher the closer the used shares of its processors and its memory would be. Pods
/// that request nothing do not change the shares: for them all nodes score the same.
final class NodeResourcesBalancedAllocation implements Score {

  @Override
  public String name() {
    return "NodeResourcesBalancedAllocation";
  }

  @Override
  public int[] scores(Pod pod, List<NodeState> nodes, ClusterView cluster) {
    var request = Resources.requestedBy(pod);
    return request.milliCpu() == 0 && request.bytes() == 0
        ? new int[nodes.size()]
        : Score.each(nodes, node -> balance(node, request));
  }

  private static int balance(NodeState node, Resources request) {
    var all = node.allocatable();
    if (all.milliCpu() == 0 || all.bytes() == 0) {
      return MAX;
    }
    var cpu = share(node.used().milliCpu() + request.milliCpu(), all.milliCpu());
    var memory = share(node.used().bytes() + request.bytes(), all.bytes());
    var deviation = Math.abs(cpu - memory) / 2;
    return (int) ((1 - deviation) * MAX);
  }

  private static double share(long used, long all) {
    return Math.min(1, (double) used / all);
  }
}
