/// Deployments: replace pods by newer ones, a few at a time, and roll back.
///
/// Read in this order: [Deployment], [RolloutPlan], [PodTemplateHash], [DeploymentStatuses],
/// [NewReplicaSet], [DeploymentReconciler].
@NullMarked
package timonier.deployments;

import org.jspecify.annotations.NullMarked;
