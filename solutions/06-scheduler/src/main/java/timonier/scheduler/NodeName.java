package timonier.scheduler;

import java.util.List;
import timonier.pods.Pod;

/// Keeps a pod that names its node off all others: `node(s) didn't match the requested node name`.
final class NodeName implements Filter {

  private static final List<String> REFUSALS =
      List.of("node(s) didn't match the requested node name");

  @Override
  public String name() {
    return "NodeName";
  }

  @Override
  public Demand prepare(Pod pod, ClusterView cluster) {
    var wanted = pod.spec().nodeName();
    return wanted.isEmpty()
        ? NONE
        : new Demand.OfEach(node -> node.name().equals(wanted) ? List.of() : REFUSALS);
  }
}
