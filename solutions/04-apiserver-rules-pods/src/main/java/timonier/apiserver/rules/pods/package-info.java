/// What makes pods and pod templates valid.
///
/// Read in this order: [PodArea], [PodChecks], [PodContainerChecks], [ContainerChecks],
/// [VolumeChecks], [PodUpdate].
@NullMarked
package timonier.apiserver.rules.pods;

import org.jspecify.annotations.NullMarked;
