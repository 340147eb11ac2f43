package timonier.services;

import java.util.List;
import java.util.Optional;
import timonier.pods.Event;
import timonier.pods.objects.KubernetesObject;
import timonier.pods.objects.ObjectKey;
import timonier.pods.objects.ObjectMeta;
import timonier.pods.objects.ResourceType;

/// Some of what is behind a service (`discovery.k8s.io/v1 EndpointSlice`).
///
/// @param metadata name, identity, and the service as label
/// @param addressType `IPv4`, `IPv6` or `FQDN`
/// @param endpoints the pods, or whatever else
/// @param ports where all of them listen
public record EndpointSlice(
    ObjectMeta metadata, String addressType, List<Endpoint> endpoints, List<Port> ports)
    implements KubernetesObject {

  /// The label that names the service.
  public static final String SERVICE = "kubernetes.io/service-name";

  /// The label that names who keeps the slice.
  public static final String MANAGED_BY = "endpointslice.kubernetes.io/managed-by";

  /// Who keeps the slices of services that select pods.
  public static final String CONTROLLER = "endpointslice-controller.k8s.io";

  /// Who keeps the copies of endpoints that people list by hand.
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

  /// A pod behind a service.
  ///
  /// @param addresses its address
  /// @param conditions whether it can be used
  /// @param hostname its name for itself
  /// @param targetRef the pod
  /// @param nodeName where it runs
  public record Endpoint(
      List<String> addresses,
      Conditions conditions,
      String hostname,
      Optional<Event.Reference> targetRef,
      String nodeName) {

    /// The pod's identity; empty if it is no pod.
    String uid() {
      return targetRef.map(Event.Reference::uid).orElse("");
    }
  }

  /// Whether an endpoint can be used; what is absent counts as Kubernetes says.
  ///
  /// @param ready whether new connections may go there
  /// @param serving whether it answers, though it may be going
  /// @param terminating whether it is going
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
  /// @param name the service's name for it
  /// @param protocol `TCP` or `UDP`
  /// @param port the number
  /// @param appProtocol what is spoken there, as in `kubernetes.io/h2c`
  public record Port(String name, String protocol, int port, String appProtocol) {}

  /// The name of the service that it belongs to.
  public String service() {
    return metadata.labels().getOrDefault(SERVICE, "");
  }

  /// The service that it belongs to.
  ObjectKey serviceKey() {
    return new ObjectKey(metadata.namespace(), service());
  }

  /// Whether a controller of this name keeps it.
  boolean isManagedBy(String controller) {
    return controller.equals(metadata.labels().get(MANAGED_BY));
  }
}
