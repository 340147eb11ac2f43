/// The API server: REST over the store, with watches.
///
/// A request comes in through the [Transport] port as a value, whether over HTTP or from inside the
/// process. [ApiServer] finds out where it leads ([Route]) and whether its client may go there
/// ([Authorizer]); [ObjectRequests] has it answered by [ObjectReader], [ObjectWriter],
/// [ServerSideApply], [Deletion] or a [Subresource], and [Watches] answers watches. What the server
/// knows of a type of object stands in tables, and in the [KindRules] that parts bring.
///
/// Read in this order: [Transport], [ApiServer], [Route], [ServedType], [KindRules],
/// [ObjectRequests], [ObjectReader], [ObjectWriter], [Ownership], [ServerSideApply], [Deletion],
/// [Subresource], [Watches], [WatchHub].
@NullMarked
package timonier.apiserver;

import org.jspecify.annotations.NullMarked;
