/// Containers as processes of the operating system: how they are started, found again and killed,
/// and where their addresses come from.
///
/// Read in this order: [Shim], [Processes], [PodNetwork], [Catalogue], [WebServer].
@NullMarked
package timonier.pods.process;

import org.jspecify.annotations.NullMarked;
