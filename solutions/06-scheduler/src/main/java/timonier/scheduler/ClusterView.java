package timonier.scheduler;

import java.util.List;

/// What the scheduler knows of the cluster, as filters and scores see it. Nothing in it changes
/// while one pod is being placed.
public interface ClusterView {

  /// All nodes in the order of their names, each with the pods on it.
  List<NodeState> nodes();
}
