/// What makes objects valid by which pods are reached.
///
/// Read in this order: [NetworkArea], [ServiceChecks], [NetworkChecks], [IngressChecks].
@NullMarked
package timonier.apiserver.rules.network;

import org.jspecify.annotations.NullMarked;
