/// Certificates: an authority that issues them, and TLS made of them.
///
/// Read in this order: [CertificateAuthority], [Identity], [CurrentIdentity], [Pem], [Tls].
@NullMarked
package timonier.kit.certificates;

import org.jspecify.annotations.NullMarked;
