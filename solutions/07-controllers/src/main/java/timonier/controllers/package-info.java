/// Control loops: what is wanted, what there is, and what to do about the difference.
///
/// Read in this order: [WorkQueue], [Reconciler], [Controller], [Expectations], [ReplicaSet],
/// [ReplicaPlan], [DeletionOrder], [ReplicaSetReconciler], [OwnerGraph], [GarbagePlan],
/// [GarbageCollector], [NodeHealth], [TaintEviction].
@NullMarked
package timonier.controllers;

import org.jspecify.annotations.NullMarked;
