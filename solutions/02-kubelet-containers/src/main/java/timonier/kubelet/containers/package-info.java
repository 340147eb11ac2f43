/// One container, as its kubelet deals with it: whose rights it gets, what probes and hooks ask it,
/// and the last message that it left.
///
/// Read in this order: [ContainerSecurity], [Question], [Answer], [GrpcHealth],
/// [TerminationMessages], [LastWords].
@NullMarked
package timonier.kubelet.containers;

import org.jspecify.annotations.NullMarked;
