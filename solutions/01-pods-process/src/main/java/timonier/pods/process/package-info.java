/// Containers as processes of the operating system: how they are started, found again and killed,
/// and where their addresses come from.
///
/// A [Supervisor] is the parent of a node's containers; the runtime talks to it by
/// [SupervisorProcess].
///
/// Read in this order: [ContainerFolder], [Launch], [Program], [Supervised], [Supervisor], [Wire],
/// [SupervisorProcess], [LogWriter], [Terminal], [Processes], [PodNetwork], [Catalogue],
/// [WebServer].
@NullMarked
package timonier.pods.process;

import org.jspecify.annotations.NullMarked;
