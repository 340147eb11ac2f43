package timonier.services;

import java.util.List;
import java.util.Optional;
import timonier.pods.Event;
import timonier.pods.objects.KubernetesObject;
import timonier.pods.objects.ObjectKey;
import timonier.pods.objects.ObjectMeta;
import timonier.pods.objects.ResourceType;

/// Some of the endpoints of a service (`discovery.k8s.io/v1 EndpointSlice`).
///
/// @param metadata name, identity, and the service as label
/// @param addressType `IPv4`, `IPv6` or `FQDN`
/// @param endpoints the pods, or other endpoints
/// @param ports the ports at which all of them listen
public record EndpointSlice(
    ObjectMeta metadata, String addressType, List<Endpoint> endpoints, List<Port> ports)
    implements KubernetesObject {

  /// The label that names the service.
  public static final String SERVICE = "kubernetes.io/service-name";

  /// The label that names the manager of the slice.
  public static final String MANAGED_BY = "endpointslice.kubernetes.io/managed-by";

  /// The manager of the slices of services that select pods.
  public static final String CONTROLLER = "endpointslice-controller.k8s.io";

  /// The manager of the copies of endpoints that users list by hand.
  public static final String MIRRORING_CONTROLLER = "endpointslicemirroring-controller.k8s.io";

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

  /// A pod, or another endpoint, of a service.
  ///
  /// @param addresses its address
  /// @param conditions whether it can be used
  /// @param hostname its host name
  /// @param targetRef the pod
  /// @param nodeName the node on which it runs
  public record Endpoint(
      List<String> addresses,
      Conditions conditions,
      String hostname,
      Optional<Event.Reference> targetRef,
      String nodeName) {

    /// The pod's identity; empty if it is not a pod.
    String uid() {
      return targetRef.map(Event.Reference::uid).orElse("");
    }
  }

  /// Whether an endpoint can be used. Absent values count as Kubernetes' API documentation says.
  ///
  /// @param ready whether new connections may go there
  /// @param serving whether it answers, even if it is terminating
  /// @param terminating whether it is being deleted
  public record Conditions(
      Optional<Boolean> ready, Optional<Boolean> serving, Optional<Boolean> terminating) {

    static Conditions of(boolean ready, boolean serving, boolean terminating) {
      return new Conditions(Optional.of(ready), Optional.of(serving), Optional.of(terminating));
    }

    boolean isReady() {
      return ready.orElse(true);
    }

    boolean isServing() {
      return serving.orElseGet(this::isReady);
    }

    boolean isTerminating() {
      return terminating.orElse(false);
    }
  }

  /// A port.
  ///
  /// @param name its name in the service
  /// @param protocol `TCP` or `UDP`
  /// @param port the number
  /// @param appProtocol the application protocol, as in `kubernetes.io/h2c`
  public record Port(String name, String protocol, int port, String appProtocol) {}

  /// The name of the service that it belongs to.
  public String service() {
    return metadata.labels().getOrDefault(SERVICE, "");
  }

  /// The service that it belongs to.
  ObjectKey serviceKey() {
    return new ObjectKey(metadata.namespace(), service());
  }

  /// Whether a controller with this name manages it.
  boolean isManagedBy(String controller) {
    return controller.equals(metadata.labels().get(MANAGED_BY));
  }
}
