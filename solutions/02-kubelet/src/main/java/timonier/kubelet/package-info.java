/// The node's agent: it keeps the pods of one node running as they are wanted.
///
/// It learns of pods from [PodSource]s, runs them by a [timonier.pods.ContainerRuntime], and tells
/// how they are to a [PodStatusSink]. Nothing that it must not forget is in its own memory: what
/// runs is asked of the runtime, so a kubelet that starts again goes on where the last one was.
///
/// Read in this order: [PodSource], [PodPlan] with [StartOrder], [StopOrder] and [ContainerStep],
/// [RestartPolicy], [RestartBackoff], [PodStatuses], [PodWorker], [Kubelet], [Probe],
/// [ImageGarbage].
@NullMarked
package timonier.kubelet;

import org.jspecify.annotations.NullMarked;
