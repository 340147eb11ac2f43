package timonier.services;

import java.util.List;
import java.util.Optional;
import timonier.pods.Event;
import timonier.pods.objects.KubernetesObject;
import timonier.pods.objects.ObjectMeta;
import timonier.pods.objects.ResourceType;

/// All endpoints of a service in one object, for older clients (`core/v1 Endpoints`).
///
/// @param metadata the service's name
/// @param subsets the pods, by their ports
public record Endpoints(ObjectMeta metadata, List<Subset> subsets) implements KubernetesObject {

  /// The label that names their manager.
  static final String MANAGED_BY = "endpoints.kubernetes.io/managed-by";

  /// The manager of the endpoints of services that select pods.
  static final String CONTROLLER = "endpoint-controller";

  /// The type.
  public static final ResourceType<Endpoints> TYPE =
      new ResourceType<>(
          "",
          "v1",
          "Endpoints",
          "endpoints",
          true,
          List.of("ep"),
          List.of(),
          List.of(),
          Endpoints.class);

  /// Pods that listen on the same ports.
  ///
  /// @param addresses the ready ones
  /// @param notReadyAddresses the others
  /// @param ports the ports at which they listen
  public record Subset(
      List<Address> addresses, List<Address> notReadyAddresses, List<EndpointSlice.Port> ports) {}

  /// A pod, or another endpoint.
  ///
  /// @param ip its address
  /// @param hostname its host name
  /// @param nodeName the node on which it runs
  /// @param targetRef the pod
  public record Address(
      String ip, String hostname, String nodeName, Optional<Event.Reference> targetRef) {}

  /// Whether the controller manages them.
  boolean isKeptByController() {
    return CONTROLLER.equals(metadata.labels().get(MANAGED_BY));
  }
}
