package timonier.scheduler;

import java.util.List;
import java.util.Optional;
import timonier.pods.Pod;
import timonier.pods.Taint;

/// Keeps pods off cordoned nodes, unless they tolerate the taint that stands for it: `node(s) were
/// unschedulable`.
final class NodeUnschedulable implements Filter {

  private static final List<String> REFUSALS = List.of("node(s) were unschedulable");

  private static final Taint CORDONED =
      new Taint("node.kubernetes.io/unschedulable", "", "NoSchedule", Optional.empty());

  @Override
  public String name() {
    return "NodeUnschedulable";
  }

  @Override
  public Demand prepare(Pod pod, ClusterView cluster) {
    return TaintToleration.isTolerated(pod, CORDONED)
        ? NONE
        : new Demand.OfEach(node -> node.isCordoned() ? REFUSALS : List.of());
  }
}
