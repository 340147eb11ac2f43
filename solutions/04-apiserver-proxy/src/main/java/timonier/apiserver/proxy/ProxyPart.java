package timonier.apiserver.proxy;

import java.util.List;
import timonier.apiserver.kinds.PlainObject;
import timonier.pods.ResourceTypes;
import timonier.pods.objects.Part;
import timonier.pods.objects.ResourceType;

/// What passing requests on adds to the orchestrator: the subresource `proxy` of pods, services and
/// nodes.
public final class ProxyPart {

  private static final ResourceType<PlainObject> SERVICES =
      new ResourceType<>(
          "",
          "v1",
          "Service",
          "services",
          true,
          List.of(),
          List.of(),
          List.of(),
          PlainObject.class);

  /// The part.
  public static Part part() {
    return new Part(
        4,
        "proxy",
        List.of(),
        List.of(
            new ProxiedKind(ResourceTypes.PODS, "PodProxyOptions", PodDestinations::of),
            new ProxiedKind(SERVICES, "ServiceProxyOptions", ServicePorts::destination),
            new ProxiedKind(ResourceTypes.NODES, "NodeProxyOptions", Destination.Kubelet::of)));
  }

  private ProxyPart() {}
}
