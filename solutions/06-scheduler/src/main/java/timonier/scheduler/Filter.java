package timonier.scheduler;

import java.util.List;
import java.util.Set;
import timonier.pods.Pod;

/// Decides on which nodes a pod cannot run.
///
/// A filter is called in two steps. Once in each cycle it prepares the pod's demand, with a view of
/// the whole cluster: what depends on other pods is counted here, and not again for each node. Then
/// it checks one node after another. Source: Kubernetes' scheduling framework, extension points
/// PreFilter and Filter.
public interface Filter {

  /// The name of the plugin, as in `NodeAffinity`.
  String name();

  /// Prepares the demand of a pod.
  ///
  /// For another cluster, for example one without some of its pods, prepare again with a view of
  /// that cluster.
  Demand prepare(Pod pod, ClusterView cluster);

  /// Checks one node.
  @FunctionalInterface
  interface Check {
    /// Returns why the node is refused; empty if it passes.
    ///
    /// The same reason must give the same sentence for all nodes, so that refusals can be counted.
    List<String> refusals(NodeState node);
  }

  /// The demand of a pod on nodes.
  sealed interface Demand {

    /// No demand: every node passes.
    record None() implements Demand {}

    /// A demand that each node must be checked for.
    record OfEach(Check check) implements Demand {}

    /// The names of the only nodes that can pass; these are checked too.
    record OfSome(Set<String> names, Check check) implements Demand {}

    /// A demand that no node can meet.
    record Impossible(String reason) implements Demand {}
  }

  /// No demand.
  Demand NONE = new Demand.None();
}
