package timonier.kubelet;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import timonier.pods.ContainerStatus;
import timonier.pods.PodStatus;

/// What the last status of a pod remembers for a kubelet that started again since.
///
/// @param status the last status that was told
record ToldStatus(Optional<PodStatus> status) {

  private Stream<ContainerStatus> containers() {
    return status.stream().flatMap(PodStatus::allContainerStatuses);
  }

  /// How often containers were started before, where only the status tells: of those that ran, the
  /// next is one more.
  Map<String, Integer> restarts() {
    var counts = new HashMap<String, Integer>();
    containers()
        .filter(told -> !told.containerID().isEmpty() || told.lastState().isPresent())
        .forEach(told -> counts.put(told.name(), told.restartCount() + 1));
    return counts;
  }

  /// Whether a container was ready.
  ///
  /// @param id as in `runtime://id`
  boolean wasReady(String id) {
    return containers().anyMatch(told -> told.containerID().equals(id) && told.ready());
  }

  /// When a kubelet accepted the pod.
  Optional<Instant> startTime() {
    return status.flatMap(PodStatus::startTime);
  }
}
