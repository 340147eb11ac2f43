/// The scheduler: chooses the node on which each pending pod runs.
///
/// Read in this order: [Placement], [Profile], [Filter], [Score], [Candidates], [ClusterView],
/// [NodeState], [Resources]; then the plugins, each in its own file and named as in Kubernetes:
/// [NodeUnschedulable], [NodeName], [TaintToleration], [NodeAffinity], [NodePorts],
/// [NodeResourcesFit], [NodeResourcesBalancedAllocation], [SelectorSpread]; then the classes that
/// act: [SchedulingQueue], [Scheduler], [Binder], [SchedulingReports].
@NullMarked
package timonier.scheduler;

import org.jspecify.annotations.NullMarked;
