/// The node's agent: it keeps the pods of one node running as they are wanted.
///
/// It learns of pods from sources, and reports how they are to a sink; these are among its
/// [ports][timonier.kubelet.ports]. It runs them by a [timonier.pods.runtime.ContainerRuntime].
/// Whatever it must not forget is outside its own memory: it asks the runtime what runs, so a
/// kubelet that starts again goes on where the last one was.
///
/// Read in this order: [PodPlan] with [StartOrder], [StopOrder] and [ContainerStep],
/// [RestartPolicy], [RestartBackoff], [PodStatuses], [PodWorker], [Kubelet], [Probe],
/// [ImageGarbage].
@NullMarked
package timonier.kubelet;

import org.jspecify.annotations.NullMarked;
