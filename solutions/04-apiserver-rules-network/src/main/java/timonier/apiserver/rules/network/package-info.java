/// What makes services, ingresses and other objects of the network valid.
///
/// Read in this order: [NetworkArea], [ServiceChecks], [NetworkChecks], [IngressChecks].
@NullMarked
package timonier.apiserver.rules.network;

import org.jspecify.annotations.NullMarked;
