/// The complete orchestrator: assembly and command line, nothing else.
///
/// Everything is wired by hand here. [Assembly] lists the parts, one a stratum; [ControlPlane]
/// builds the server and the control plane's components; [NodeAgent] builds those of each node.
/// [UpCommand] starts a whole cluster in a [DataFolder], each node a process of its own.
///
/// Read in this order: [Main], [UpCommand], [Assembly], [ControlPlane], [NodeAgent], [DataFolder].
@NullMarked
package timonier.assembly;

import org.jspecify.annotations.NullMarked;
