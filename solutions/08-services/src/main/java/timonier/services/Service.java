package timonier.services;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import timonier.pods.objects.Json;
import timonier.pods.objects.KubernetesObject;
import timonier.pods.objects.ObjectMeta;
import timonier.pods.objects.ResourceType;

/// One address for a changing set of pods (`core/v1 Service`).
///
/// @param metadata name, identity and labels
/// @param spec the desired state
public record Service(ObjectMeta metadata, Spec spec) implements KubernetesObject {

  /// The type.
  public static final ResourceType<Service> TYPE =
      new ResourceType<>(
          "",
          "v1",
          "Service",
          "services",
          true,
          List.of("svc"),
          List.of("all"),
          List.of("status"),
          Service.class);

  /// The label of the endpoints, and of the slices, of a service without an address.
  static final String HEADLESS = "service.kubernetes.io/headless";

  /// The desired state.
  ///
  /// @param type `ClusterIP`, `NodePort`, `LoadBalancer` or `ExternalName`
  /// @param clusterIP the address; if empty, the server chooses one; `None` for a service without
  ///   an address
  /// @param selector the labels of its pods; if empty, users list its endpoints by hand
  /// @param ports the ports at which it answers
  /// @param publishNotReadyAddresses whether pods that are not ready count too
  public record Spec(
      String type,
      String clusterIP,
      Map<String, String> selector,
      List<Port> ports,
      boolean publishNotReadyAddresses) {}

  /// One port of a service.
  ///
  /// @param name unique in the service; empty if it has only one
  /// @param protocol `TCP` or `UDP`
  /// @param port the number at the service's address
  /// @param targetPort the number or name of the pods' port; by default the same as `port`
  /// @param nodePort the number at every node's address; 0 for none
  /// @param appProtocol the application protocol, as in `kubernetes.io/h2c`
  public record Port(
      String name,
      String protocol,
      int port,
      Optional<Json> targetPort,
      int nodePort,
      String appProtocol) {}

  /// Whether it has an address.
  public boolean hasClusterIp() {
    return !spec.clusterIP().isEmpty() && !isHeadless();
  }

  /// Whether it has no address, so that clients use the addresses of its pods.
  boolean isHeadless() {
    return spec.clusterIP().equals("None");
  }

  /// Whether it selects its pods by labels.
  public boolean selectsPods() {
    return !spec.selector().isEmpty() && !spec.type().equals("ExternalName");
  }

  /// Whether it selects a pod with these labels.
  public boolean selects(Map<String, String> labels) {
    return selectsPods()
        && spec.selector().entrySet().stream()
            .allMatch(wanted -> wanted.getValue().equals(labels.get(wanted.getKey())));
  }
}
