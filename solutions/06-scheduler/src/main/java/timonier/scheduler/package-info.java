/// The scheduler: which node each pending pod runs on.
///
/// Read in this order: [Placement], [Profile], [Filter], [Score], [Candidates], [ClusterView],
/// [NodeState], [Resources]; then the plugins, each in a file of its own that is named as in
/// Kubernetes: [NodeUnschedulable], [NodeName], [TaintToleration], [NodeAffinity], [NodePorts],
/// [NodeResourcesFit], [NodeResourcesBalancedAllocation], [SelectorSpread]; then what acts:
/// [SchedulingQueue], [Scheduler], [Binder], [SchedulingReports].
@NullMarked
package timonier.scheduler;

import org.jspecify.annotations.NullMarked;
