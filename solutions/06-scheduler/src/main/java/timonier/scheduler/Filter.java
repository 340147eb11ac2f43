package timonier.scheduler;

import java.util.List;
import java.util.Set;
import timonier.pods.Pod;

/// A reason for which a pod cannot run on a node.
///
/// A filter is asked twice. Once a cycle it prepares what a pod demands of nodes, with the whole
/// cluster before its eyes: what other pods do, and where they are, is counted here and not again
/// for each node. Then it checks one node after another. (Kubernetes' scheduling framework: the
/// extension points PreFilter and Filter.)
public interface Filter {

  /// The name of the plugin, as in `NodeAffinity`.
  String name();

  /// Prepares what a pod demands of each node.
  ///
  /// A question about another cluster, one without some of its pods, say, is asked by preparing
  /// anew with a view of that cluster.
  Demand prepare(Pod pod, ClusterView cluster);

  /// Checks one node.
  @FunctionalInterface
  interface Check {
    /// Why the node is refused; empty if it is not.
    ///
    /// A refusal is data: the same sentence for all nodes that are refused for the same reason, so
    /// that they can be counted.
    List<String> refusals(NodeState node);
  }

  /// What a pod demands of nodes.
  sealed interface Demand {

    /// Nothing: every node passes.
    record None() implements Demand {}

    /// Something that each node has to be checked for.
    record OfEach(Check check) implements Demand {}

    /// The names of the only nodes that can pass; they are checked too.
    record OfSome(Set<String> names, Check check) implements Demand {}

    /// Something that no node can give, whatever it is like.
    record Impossible(String reason) implements Demand {}
  }

  /// A pod that does not care.
  Demand NONE = new Demand.None();
}
