/// Control loops: compare the desired with the observed state, and act on the difference.
///
/// Read in this order: [WorkQueue], [Reconciler], [Controller], [ReplicaOwner], [ReplicaSet],
/// [OwnerClaim], [ReplicaPlan], [DeletionOrder], [ReplicaSetReconciler], [OwnerGraph],
/// [GarbagePlan], [GarbageCollector], [NodeHealthPlan], [NodeHealth], [TaintEviction].
@NullMarked
package timonier.controllers;

import org.jspecify.annotations.NullMarked;
