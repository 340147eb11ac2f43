package timonier.scheduler;

import java.util.List;

/// The cluster as filters and scores see it. It does not change while a pod is being placed.
public interface ClusterView {

  /// All nodes in the order of their names, each with the pods on it.
  List<NodeState> nodes();
}
