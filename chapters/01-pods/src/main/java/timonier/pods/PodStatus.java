package timonier.pods;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What was observed of a pod (`core/v1 PodStatus`).
///
/// @param phase `Pending`, `Running`, `Succeeded`, `Failed` or `Unknown`
/// @param conditions what is true of it, one a type
/// @param message a sentence about why it is so
/// @param reason one word about why it is so
/// @param hostIP its node's address
/// @param podIP its own address
/// @param podIPs its addresses, the first being `podIP`
/// @param startTime when the kubelet accepted it
/// @param initContainerStatuses of the containers that ran first
/// @param containerStatuses of the others
/// @param ephemeralContainerStatuses of those that were added to look into the pod
/// @param qosClass `Guaranteed`, `Burstable` or `BestEffort`
/// @param observedGeneration the generation of the spec that this was observed for
public record PodStatus(
    String phase,
    List<PodCondition> conditions,
    String message,
    String reason,
    String hostIP,
    String podIP,
    List<PodIp> podIPs,
    Optional<Instant> startTime,
    List<ContainerStatus> initContainerStatuses,
    List<ContainerStatus> containerStatuses,
    List<ContainerStatus> ephemeralContainerStatuses,
    String qosClass,
    Optional<Long> observedGeneration) {

  /// The statuses of all containers.
  public Stream<ContainerStatus> allContainerStatuses() {
    return Stream.of(initContainerStatuses, containerStatuses, ephemeralContainerStatuses)
        .flatMap(List::stream);
  }

  /// One of a pod's addresses.
  ///
  /// @param ip the address
  public record PodIp(String ip) {}
}
