/// Nodes: how a machine becomes one, what it may do, and what ends it.
///
/// Read in this order: [JoinTokens], [CertificateKind], [CertificateOrder], [CertificateSigner],
/// [IssuedCertificates], [RevocableWatches], [NodeCertificate], [NodeAuthorizer], [PodGraph],
/// [PodReferences], [NodeRestriction].
@NullMarked
package timonier.nodes;

import org.jspecify.annotations.NullMarked;
