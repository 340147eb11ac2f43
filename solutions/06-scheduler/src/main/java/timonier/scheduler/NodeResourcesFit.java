package timonier.scheduler;

import java.util.List;
import timonier.pods.Pod;

/// Keeps a pod off nodes that have less left than it requests: `Too many pods`, `Insufficient cpu`,
/// `Insufficient memory`, `Insufficient example.com/gpu`; it reports all that apply to a node.
///
/// Scores a node by the percentage of its processors and memory that would be left, both with the
/// same weight (Kubernetes: the strategy `LeastAllocated`). Where a container requests nothing, a
/// usual amount is assumed here, so that such pods are spread too.
final class NodeResourcesFit implements Filter, Score {

  @Override
  public String name() {
    return "NodeResourcesFit";
  }

  @Override
  public Demand prepare(Pod pod, ClusterView cluster) {
    var request = Resources.requestedBy(pod);
    return new Demand.OfEach(node -> node.free().lacking(request));
  }

  @Override
  public int[] scores(Pod pod, List<NodeState> nodes, ClusterView cluster) {
    var estimate = Resources.estimatedFor(pod);
    return Score.each(nodes, node -> unallocated(node, estimate));
  }

  private static int unallocated(NodeState node, Resources estimate) {
    var all = node.allocatable();
    var cpu = percentLeft(all.milliCpu(), node.estimated().milliCpu() + estimate.milliCpu());
    var memory = percentLeft(all.bytes(), node.estimated().bytes() + estimate.bytes());
    var kinds = (all.milliCpu() > 0 ? 1 : 0) + (all.bytes() > 0 ? 1 : 0);
    return kinds == 0 ? 0 : (int) ((cpu + memory) / kinds);
  }

  private static long percentLeft(long all, long used) {
    return used > all || all == 0 ? 0 : (all - used) * MAX / all;
  }
}
