/// Containers as processes of the operating system: how they are started, found again and killed.
///
/// [ProcessRuntime] fills the port [timonier.pods.runtime.ContainerRuntime]. It keeps its state in
/// a [RuntimeFolder]. A [Supervisor] is the parent of a node's containers; the runtime talks to it
/// by [SupervisorProcess], and keeps one running by [Supervision].
///
/// Read in this order: [ProcessRuntime], [RuntimeFolder], [ContainerFolder], [Launch], [Program],
/// [Supervised], [Supervisor], [Wire], [SupervisorProcess], [LogWriter], [LogReader],
/// [Confinements], [Confined].
@NullMarked
package timonier.pods.process;

import org.jspecify.annotations.NullMarked;
