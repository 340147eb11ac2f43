/// The typed client, list-and-watch caches, and the ports for components.
///
/// Read in this order: [Client], [TransportClient], [Patch], [ObjectCache], [Reflector],
/// [OwnWrites], [ComponentFactory], [HttpTransport].
@NullMarked
package timonier.client;

import org.jspecify.annotations.NullMarked;
