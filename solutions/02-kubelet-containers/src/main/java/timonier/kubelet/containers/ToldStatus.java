package timonier.kubelet.containers;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import timonier.pods.ContainerStatus;
import timonier.pods.PodStatus;

/// What a restarted kubelet learns from a pod's last status.
///
/// @param status the last status that was reported
public record ToldStatus(Optional<PodStatus> status) {

  private Stream<ContainerStatus> containers() {
    return status.stream().flatMap(PodStatus::allContainerStatuses);
  }

  /// How often containers were started before, by name, for containers with nothing left but their
  /// status. For those that ran, the next start counts one more.
  public Map<String, Integer> restarts() {
    var counts = new HashMap<String, Integer>();
    containers()
        .filter(told -> !told.containerID().isEmpty() || told.lastState().isPresent())
        .forEach(told -> counts.put(told.name(), told.restartCount() + 1));
    return counts;
  }

  /// Whether a container was ready.
  ///
  /// @param id as in `runtime://id`
  public boolean wasReady(String id) {
    return containers().anyMatch(told -> told.containerID().equals(id) && told.ready());
  }

  /// When a kubelet accepted the pod.
  public Optional<Instant> startTime() {
    return status.flatMap(PodStatus::startTime);
  }
}
