/// One container, as its kubelet deals with it: whose rights it gets, whose processes it sees, what
/// probes and hooks ask it, what went wrong with it, its hosts file, the last message that it left,
/// how it gets more or less of the machine, and what was told of it before; and what is true of its
/// pod.
///
/// Read in this order: [ContainerSecurity], [ProcessSharing], [Question], [Answer], [GrpcHealth],
/// [Trouble], [HostsFile], [TerminationMessages], [LastWords], [Resize], [ToldStatus],
/// [PodConditions].
@NullMarked
package timonier.kubelet.containers;

import org.jspecify.annotations.NullMarked;
