/// The host's operating system, as far as containers need it: processes, system calls of Linux, the
/// view of files and the limits that are made with them, and the addresses of pods.
///
/// Read in this order: [Processes], [PodNetwork], [Kernel], [Descriptor], [Spawn], [Terminal],
/// [Confinement], [Namespaces], [Mounts], [FileView], [Pinned], [ControlGroup], [PidSpaces],
/// [InitProgram].
@NullMarked
package timonier.pods.host;

import org.jspecify.annotations.NullMarked;
