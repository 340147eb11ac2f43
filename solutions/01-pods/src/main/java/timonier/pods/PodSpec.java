package timonier.pods;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import timonier.pods.objects.Json;

/// What a pod wants (Kubernetes API, `core/v1 PodSpec`).
///
/// @param nodeName the node it runs on; empty until the scheduler has chosen
/// @param nodeSelector labels its node must have
/// @param affinity further wishes about its node, as a tree; used from chapter 06
/// @param tolerations taints that it can live with
/// @param initContainers run one after another before the others
/// @param containers run side by side
/// @param ephemeralContainers added to a pod that runs, to look into it; never run again
/// @param volumes folders that the containers share
/// @param restartPolicy `Always`, `OnFailure` or `Never`
/// @param terminationGracePeriodSeconds how long it may take to stop
/// @param activeDeadlineSeconds how long it may run at all
/// @param hostNetwork whether it uses the node's own network
/// @param hostname its host name; the pod's name where empty
/// @param subdomain the headless service below whose name it gets a DNS name; empty for none
/// @param hostAliases further names that its containers find in their hosts file
/// @param schedulerName the scheduler that must place it
/// @param priority the higher goes first; used from chapter 06
/// @param serviceAccountName its identity at the API server; used from chapter 13
/// @param securityContext the user and groups of its programs, unless their containers name others
/// @param shareProcessNamespace whether its containers see each other's processes
/// @param hostPID whether its containers see all processes of the node
public record PodSpec(
    String nodeName,
    Map<String, String> nodeSelector,
    Optional<Json> affinity,
    List<Toleration> tolerations,
    List<Container> initContainers,
    List<Container> containers,
    List<Container> ephemeralContainers,
    List<Volume> volumes,
    String restartPolicy,
    Optional<Long> terminationGracePeriodSeconds,
    Optional<Long> activeDeadlineSeconds,
    boolean hostNetwork,
    String hostname,
    String subdomain,
    List<HostAlias> hostAliases,
    String schedulerName,
    Optional<Integer> priority,
    String serviceAccountName,
    Optional<SecurityContext> securityContext,
    boolean shareProcessNamespace,
    boolean hostPID) {

  /// Names that containers find in their hosts file.
  ///
  /// @param ip the address that they stand for
  /// @param hostnames the names
  public record HostAlias(String ip, List<String> hostnames) {}

  /// All containers of a pod: those that run first, those that stay, those that were added.
  public Stream<Container> allContainers() {
    return Stream.of(initContainers, containers, ephemeralContainers).flatMap(List::stream);
  }

  /// True once a node was chosen.
  public boolean isBound() {
    return !nodeName.isEmpty();
  }

  /// The containers that run as long as the pod does: all but the init containers that end.
  /// Sidecars come last.
  public List<Container> longRunning() {
    var sidecars = initContainers.stream().filter(Container::isSidecar);
    return Stream.concat(containers.stream(), sidecars).toList();
  }
}
