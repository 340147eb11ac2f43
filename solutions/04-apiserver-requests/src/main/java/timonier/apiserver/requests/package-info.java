/// Requests to the API server and its answers, as values that do not depend on how they travel.
///
/// A request enters through the [Transport] port, over HTTP or within the process. Its path names a
/// resource ([RequestPath]), its method stands for a [Verb], and [Requests] reads its parameters
/// and its body. Answers hold a [Body], which may be written while it is sent, and watches send
/// [WatchEvent]s.
///
/// Read in this order: [Transport], [ApiRequest], [User], [RequestPath], [Verb], [ApiResponse],
/// [Body], [WatchEvent]; [Requests], [FieldValidation], [DeleteOptions], [MediaTypes].
@NullMarked
package timonier.apiserver.requests;

import org.jspecify.annotations.NullMarked;
