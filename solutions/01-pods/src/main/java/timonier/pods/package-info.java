/// Objects and containers: what a pod is, and how to describe the state of its containers.
///
/// What objects of all kinds have in common is in [timonier.pods.objects], the port behind which
/// containers run in [timonier.pods.runtime]. What fills that port stands next to this package:
/// Docker, processes, and a simulation.
///
/// Read in this order: [LabelSelector], [Toleration], [Pod], [ContainerStatus], [LogEntry],
/// [ImageReference], [Quantity], [Manifests], [ResourceTypes].
@NullMarked
package timonier.pods;

import org.jspecify.annotations.NullMarked;
