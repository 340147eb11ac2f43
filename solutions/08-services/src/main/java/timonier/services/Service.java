package timonier.services;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import timonier.pods.Json;
import timonier.pods.KubernetesObject;
import timonier.pods.ObjectMeta;
import timonier.pods.ResourceType;

/// An address that leads to whichever pods are ready (`core/v1 Service`).
///
/// @param metadata name, identity and labels
/// @param spec what is wanted
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

  /// What is wanted.
  ///
  /// @param type `ClusterIP`, `NodePort`, `LoadBalancer` or `ExternalName`
  /// @param clusterIP its address; `None` for a headless service
  /// @param selector which pods it leads to; empty if somebody else writes its endpoints
  /// @param ports its ports
  /// @param publishNotReadyAddresses whether pods that are not ready count too
  public record Spec(
      String type,
      String clusterIP,
      Map<String, String> selector,
      List<Port> ports,
      boolean publishNotReadyAddresses) {}

  /// A port of a service.
  ///
  /// @param name what it is called; may be empty if it is the only one
  /// @param port the number
  /// @param targetPort the pods' port: a number, or the name of a container's port
  /// @param protocol `TCP` or `UDP`
  /// @param nodePort the port of each node that leads here too; 0 for none
  public record Port(
      String name, int port, Optional<Json> targetPort, String protocol, int nodePort) {}

  boolean isHeadless() {
    return spec.clusterIP().equals("None") || spec.type().equals("ExternalName");
  }
}
