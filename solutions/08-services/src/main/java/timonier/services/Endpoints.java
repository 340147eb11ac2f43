package timonier.services;

import java.util.List;
import java.util.Optional;
import timonier.pods.Event;
import timonier.pods.objects.KubernetesObject;
import timonier.pods.objects.ObjectMeta;
import timonier.pods.objects.ResourceType;

/// All pods behind a service in one object, as older clients know it (`core/v1 Endpoints`).
///
/// @param metadata the service's name
/// @param subsets the pods, by the ports they listen on
public record Endpoints(ObjectMeta metadata, List<Subset> subsets) implements KubernetesObject {

  /// The label that names who keeps them.
  static final String MANAGED_BY = "endpoints.kubernetes.io/managed-by";

  /// Who keeps the endpoints of services that select pods.
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
  /// @param addresses those that are ready
  /// @param notReadyAddresses the others
  /// @param ports where they listen
  public record Subset(
      List<Address> addresses, List<Address> notReadyAddresses, List<EndpointSlice.Port> ports) {}

  /// A pod, or whatever else.
  ///
  /// @param ip its address
  /// @param hostname its name for itself
  /// @param nodeName where it runs
  /// @param targetRef the pod
  public record Address(
      String ip, String hostname, String nodeName, Optional<Event.Reference> targetRef) {}

  /// Whether the controller keeps them, and not somebody else.
  boolean isKeptByController() {
    return CONTROLLER.equals(metadata.labels().get(MANAGED_BY));
  }
}
