package timonier.pods;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import timonier.pods.objects.KubernetesObject;
import timonier.pods.objects.ObjectMeta;

/// A machine that pods run on (`core/v1 Node`).
///
/// @param metadata name, identity and labels
/// @param spec what is wanted of it
/// @param status what its kubelet reported
public record Node(ObjectMeta metadata, Optional<Spec> spec, Optional<Status> status)
    implements KubernetesObject {

  /// What is wanted of a node.
  ///
  /// @param podCIDR the range of its pods' addresses
  /// @param providerID its name at the cloud that provides it
  /// @param unschedulable whether it takes no new pods
  /// @param taints marks that keep pods away
  public record Spec(
      String podCIDR, String providerID, boolean unschedulable, List<Taint> taints) {}

  /// What was observed of a node.
  ///
  /// @param capacity all it has
  /// @param allocatable what pods may use of it
  /// @param conditions what is true of it, one a type
  /// @param addresses where it is found
  /// @param daemonEndpoints the ports of its kubelet
  /// @param nodeInfo its machine and software
  public record Status(
      Map<String, Quantity> capacity,
      Map<String, Quantity> allocatable,
      List<Condition> conditions,
      List<Address> addresses,
      Optional<DaemonEndpoints> daemonEndpoints,
      Optional<SystemInfo> nodeInfo) {}

  /// Something that is true of a node, false, or not known.
  ///
  /// @param type what, as in `Ready`
  /// @param status `True`, `False` or `Unknown`
  /// @param reason one word about why
  /// @param message a sentence about why
  /// @param lastHeartbeatTime when it was last reported
  /// @param lastTransitionTime when `status` last changed
  public record Condition(
      String type,
      String status,
      String reason,
      String message,
      Optional<Instant> lastHeartbeatTime,
      Optional<Instant> lastTransitionTime) {}

  /// Where a node is found.
  ///
  /// @param type `InternalIP` or `Hostname`
  /// @param address the address or name
  public record Address(String type, String address) {}

  /// The ports of a node's agents.
  ///
  /// @param kubeletEndpoint the kubelet's
  public record DaemonEndpoints(Optional<DaemonEndpoint> kubeletEndpoint) {}

  /// The port of one agent.
  ///
  /// @param Port the number; Kubernetes writes this name with a capital letter
  public record DaemonEndpoint(int Port) {}

  /// A node's machine and software.
  ///
  /// @param machineID its identity
  /// @param systemUUID its identity
  /// @param bootID changes with each boot
  /// @param kernelVersion of its operating system
  /// @param osImage its operating system
  /// @param containerRuntimeVersion `runtime://version`
  /// @param kubeletVersion of its kubelet
  /// @param operatingSystem as in `linux`
  /// @param architecture as in `amd64`
  public record SystemInfo(
      String machineID,
      String systemUUID,
      String bootID,
      String kernelVersion,
      String osImage,
      String containerRuntimeVersion,
      String kubeletVersion,
      String operatingSystem,
      String architecture) {}

  /// The condition of a type, if its kubelet has ever reported it.
  public Optional<Condition> condition(String type) {
    return status.stream()
        .flatMap(observed -> observed.conditions().stream())
        .filter(condition -> condition.type().equals(type))
        .findFirst();
  }

  /// True while its kubelet reports that it is ready.
  public boolean isReady() {
    return condition("Ready").filter(condition -> condition.status().equals("True")).isPresent();
  }

  /// The marks that keep pods away.
  public List<Taint> taints() {
    return spec.map(Spec::taints).orElse(List.of());
  }

  /// Its address of a type, as in `InternalIP`.
  public Optional<String> address(String type) {
    return status.stream()
        .flatMap(observed -> observed.addresses().stream())
        .filter(address -> address.type().equals(type))
        .map(Address::address)
        .findFirst();
  }
}
