/// Listens at services' addresses: each node passes connections on to pods, in its own process.
///
/// Read in this order: [TcpProxy], [SilentPeers].
@NullMarked
package timonier.services.proxy;

import org.jspecify.annotations.NullMarked;
