package timonier.apiserver.proxy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import timonier.apiserver.extensions.Subresource.Call;
import timonier.pods.ResourceTypes;
import timonier.pods.objects.ApiException;
import timonier.pods.objects.ObjectKey;

/// Finds the ports of pods.
final class PodDestinations {

  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  /// The port of a pod that a request names: without a number, the first that any of its containers
  /// names.
  ///
  /// @throws ApiException 400 if the pod has no address, or the port is not a number
  static Destination of(Call call, ProxyName name) {
    var pod = call.object();
    var port =
        name.port().isEmpty()
            ? named(pod).orElse(name.isSecure() ? HTTPS : HTTP)
            : number(name.port());
    return at(call, pod, port, name.isSecure());
  }

  /// A port of a pod.
  ///
  /// @throws ApiException 400 if the pod has no address
  static Destination at(Call call, ObjectNode pod, int port, boolean isSecure) {
    var node = pod.at("/spec/nodeName").asText("");
    if (node.isEmpty() || pod.at("/status/podIP").asText("").isEmpty()) {
      throw ApiException.badRequest("address not allowed");
    }
    var kubelet = call.object(ResourceTypes.NODES, ObjectKey.of(node));
    return Destination.PodPort.of(call, kubelet, pod, port, isSecure);
  }

  private static int number(String port) {
    if (!port.matches("[1-9]\\d{0,4}") || Integer.parseInt(port) > 0xffff) {
      throw ApiException.badRequest("invalid port \"%s\"".formatted(port));
    }
    return Integer.parseInt(port);
  }

  private static Optional<Integer> named(ObjectNode pod) {
    for (var container : pod.at("/spec/containers")) {
      for (var port : container.path("ports")) {
        return Optional.of(port.path("containerPort").asInt());
      }
    }
    return Optional.empty();
  }

  private PodDestinations() {}
}
