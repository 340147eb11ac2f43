package timonier.kubelet.ports;

import timonier.pods.Pod;
import timonier.pods.PodStatus;

/// Where a kubelet reports the status of its pods. Calls may block; after one that throws, the
/// kubelet tries again later.
public interface PodStatusSink {

  /// Writes what was observed of a pod. Does nothing if the pod is gone, or replaced by one with
  /// another uid.
  ///
  /// @param pod the pod as it was last seen, its old status included, which may be out of date
  /// @param status the whole new status; of conditions it may lack types that others write
  void status(Pod pod, PodStatus status);

  /// Reports that nothing is left of a pod that was being deleted, so that its object can go.
  void deleted(Pod pod);
}
