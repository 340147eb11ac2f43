/// Nodes: how a machine joins, what it may do, and how its rights end.
///
/// Read in this order: [JoinTokens], [CertificateKind], [CertificateOrder], [CertificateSigner],
/// [IssuedCertificates], [RevocableWatches], [NodeCertificate], [NodeAuthorizer], [PodGraph],
/// [PodReferences], [NodeRestriction].
@NullMarked
package timonier.nodes;

import org.jspecify.annotations.NullMarked;
