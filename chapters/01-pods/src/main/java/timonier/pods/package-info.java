/// Objects and containers: what a pod is, and the port behind which containers run.
///
/// Read in this order: [ObjectMeta], [LabelSelector], [Toleration], [Pod], [ContainerStatus],
/// [ImageReference], [Quantity], [Manifests], [ResourceType], [Status]; then [ContainerRuntime].
/// What runs containers stands beside this package: Docker, processes, and a simulation.
@NullMarked
package timonier.pods;

import org.jspecify.annotations.NullMarked;
