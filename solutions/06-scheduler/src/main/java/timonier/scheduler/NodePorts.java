package timonier.scheduler;

import java.util.List;
import timonier.pods.Pod;

/// Keeps a pod off nodes where another pod uses one of its host ports: `node(s) didn't have free
/// ports for the requested pod ports`.
final class NodePorts implements Filter {

  private static final List<String> REFUSALS =
      List.of("node(s) didn't have free ports for the requested pod ports");

  @Override
  public String name() {
    return "NodePorts";
  }

  @Override
  public Demand prepare(Pod pod, ClusterView cluster) {
    var wanted = HostPort.of(pod);
    return wanted.isEmpty()
        ? NONE
        : new Demand.OfEach(node -> areFree(wanted, node) ? List.of() : REFUSALS);
  }

  private static boolean areFree(List<HostPort> wanted, NodeState node) {
    return node.hostPorts().noneMatch(taken -> wanted.stream().anyMatch(taken::conflictsWith));
  }
}
