/// What the server says about itself: versions, discovery, OpenAPI, and the columns of its tables.
///
/// Read in this order: [Documents], [Discovery], [AggregatedDiscovery], [OpenApi], [Gnostic],
/// [Tables].
@NullMarked
package timonier.apiserver.openapi;

import org.jspecify.annotations.NullMarked;
