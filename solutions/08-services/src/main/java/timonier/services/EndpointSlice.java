package timonier.services;

import java.util.List;
import java.util.Optional;
import timonier.pods.KubernetesObject;
import timonier.pods.ObjectMeta;
import timonier.pods.ResourceType;

/// The pods that a service leads to (`discovery.k8s.io/v1 EndpointSlice`).
///
/// @param metadata its name, and by a label the service
/// @param addressType `IPv4`
/// @param endpoints the pods
/// @param ports the ports that all of them have
public record EndpointSlice(
    ObjectMeta metadata, String addressType, List<Endpoint> endpoints, List<Port> ports)
    implements KubernetesObject {

  /// The label that names the service.
  public static final String SERVICE = "kubernetes.io/service-name";

  /// The type.
  public static final ResourceType<EndpointSlice> TYPE =
      new ResourceType<>(
          "discovery.k8s.io",
          "v1",
          "EndpointSlice",
          "endpointslices",
          true,
          List.of(),
          List.of(),
          List.of(),
          EndpointSlice.class);

  /// A pod that a service leads to.
  ///
  /// @param addresses where it is
  /// @param conditions whether it may be used
  /// @param nodeName the node it runs on
  /// @param targetRef which pod it is
  public record Endpoint(
      List<String> addresses,
      Conditions conditions,
      String nodeName,
      Optional<TargetRef> targetRef) {}

  /// Whether a pod may be used.
  ///
  /// @param ready it answers, and is not on its way out
  /// @param serving it answers
  /// @param terminating it is on its way out
  public record Conditions(boolean ready, boolean serving, boolean terminating) {}

  /// Which pod an endpoint is.
  ///
  /// @param kind `Pod`
  /// @param namespace its namespace
  /// @param name its name
  /// @param uid its identity
  public record TargetRef(String kind, String namespace, String name, String uid) {}

  /// A port.
  ///
  /// @param name the service's name for it
  /// @param port the pods' port
  /// @param protocol `TCP` or `UDP`
  public record Port(String name, int port, String protocol) {}
}
