package timonier.services;

import java.util.List;
import timonier.pods.KubernetesObject;
import timonier.pods.ObjectMeta;
import timonier.pods.ResourceType;

/// The pods that a service leads to, in the older form (`core/v1 Endpoints`).
///
/// @param metadata the name of the service
/// @param subsets pods with the same ports
public record Endpoints(ObjectMeta metadata, List<Subset> subsets) implements KubernetesObject {

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

  /// Pods with the same ports.
  ///
  /// @param addresses those that are ready
  /// @param notReadyAddresses the others
  /// @param ports their ports
  public record Subset(
      List<Address> addresses, List<Address> notReadyAddresses, List<EndpointSlice.Port> ports) {}

  /// A pod's address.
  ///
  /// @param ip the address
  /// @param nodeName its node
  /// @param targetRef which pod it is
  public record Address(String ip, String nodeName, EndpointSlice.TargetRef targetRef) {}
}
