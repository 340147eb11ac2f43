/// What only single kinds have, plugged into the server as any part does it: pods are bound and
/// evicted, and clients connect to them; namespaces have finalizers; requests for certificates name
/// their authors.
///
/// Read in this order: [ApiServerPart], [PodRules], [PodConnections], [NamespaceRules],
/// [CertificateRequests], [CertificateSigningRequest], [StorageProtection], [ReplicaScale].
@NullMarked
package timonier.apiserver.kinds;

import org.jspecify.annotations.NullMarked;
