/// The API server: REST over the store, with watches.
///
/// A request comes in as a value ([timonier.apiserver.requests]), whether over HTTP or from inside
/// the process. [ApiServer] finds out where it leads ([Route]) and whether its client may go there;
/// [ObjectRequests] has it answered by [ObjectReader], [ObjectWriter], [ServerSideApply],
/// [Deletion] or a subresource, and [Watches] answers watches. What the server knows of a type of
/// object stands in tables, and in the rules that parts bring through its ports
/// ([timonier.apiserver.extensions]).
///
/// Read in this order: [ApiServer], [Route], [ServedType], [ServedTypes], [ObjectRequests],
/// [ObjectReader], [ObjectWriter], [Ownership], [ServerSideApply], [Deletion], [Watches],
/// [WatchHub].
@NullMarked
package timonier.apiserver;

import org.jspecify.annotations.NullMarked;
