/// The ports of the API server: what a part may plug into it besides types of objects.
///
/// Who a client is, [Authenticator]s find out; what it may do, [Authorizer]s decide, as answers to
/// a [Question]. [Admission] changes or refuses each [Attempt] to write. [KindRules] say what only
/// one kind has, [Subresource]s among it. All factories get a [ServerContext].
///
/// Read in this order: [ServerContext], [Authenticator], [Authorizer], [Question], [Admission],
/// [Attempt], [AdmissionChain], [KindRules], [Subresource], [Slice], [KindRegistry],
/// [EvictionGuard], [NodeConnection].
@NullMarked
package timonier.apiserver.extensions;

import org.jspecify.annotations.NullMarked;
