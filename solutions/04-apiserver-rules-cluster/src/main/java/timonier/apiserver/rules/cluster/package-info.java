/// What makes objects valid that a cluster consists of, or that are set in it for all its pods.
///
/// Read in this order: [ClusterArea], [ClusterChecks], [StorageChecks], [QuotaChecks].
@NullMarked
package timonier.apiserver.rules.cluster;

import org.jspecify.annotations.NullMarked;
