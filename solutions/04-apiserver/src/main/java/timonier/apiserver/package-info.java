/// The API server: REST over the store, with watches.
///
/// A request comes in through the [Transport] port as a value, whether over HTTP or from inside the
/// process. [ApiServer] finds out what is asked ([RequestPath]) and by whom it may be asked
/// ([Authorizer]); [ObjectReader], [ObjectWriter], [ServerSideApply], [Deletion], [Subresources]
/// and [Watches] answer.
///
/// Read in this order: [Transport], [ApiServer], [RequestPath], [ObjectReader], [ObjectWriter],
/// [Ownership], [ServerSideApply], [Deletion], [Subresources], [Watches], [WatchHub].
@NullMarked
package timonier.apiserver;

import org.jspecify.annotations.NullMarked;
