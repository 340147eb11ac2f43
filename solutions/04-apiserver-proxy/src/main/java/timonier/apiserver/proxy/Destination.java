package timonier.apiserver.proxy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import timonier.apiserver.extensions.NodeConnection;
import timonier.apiserver.extensions.Subresource.Call;
import timonier.apiserver.streams.NodeChannels;
import timonier.apiserver.streams.NodeRefusal;
import timonier.pods.objects.ApiException;
import timonier.pods.objects.ObjectKey;
import timonier.pods.objects.Status;
import timonier.pods.runtime.ContainerRuntime.Connection;

/// What answers a request that is passed on.
sealed interface Destination {

  /// Its address and port, as in `10.1.0.7:80`: links to there lead through the API server, too.
  String host();

  /// Connects to it.
  ///
  /// @throws ApiException 503 if it cannot be reached
  Connection dial();

  /// 503: nobody answers.
  static ApiException unreachable(String why) {
    return unavailable("error trying to reach service: " + why);
  }

  /// 503, in the words of Kubernetes.
  static ApiException unavailable(String message) {
    return new ApiException(Status.failure(503, "ServiceUnavailable", message));
  }

  /// A port of a pod.
  ///
  /// @param node where it runs
  /// @param path of the forwarded port, as its kubelet knows it
  /// @param host the pod's address and port
  /// @param isSecure whether it is asked by TLS; as in Kubernetes, any certificate is taken
  record PodPort(NodeConnection nodes, ObjectNode node, String path, String host, boolean isSecure)
      implements Destination {

    /// A port of a pod that has an address.
    static PodPort of(Call call, ObjectNode node, ObjectNode pod, int port, boolean isSecure) {
      var metadata = pod.path("metadata");
      var key = new ObjectKey(metadata.path("namespace").asText(), metadata.path("name").asText());
      var path = NodeChannels.forwarding(key) + "port=" + port;
      var address = pod.at("/status/podIP").asText();
      return new PodPort(call.nodes(), node, path, address + ":" + port, isSecure);
    }

    @Override
    public Connection dial() {
      try {
        return ForwardedPort.connection(nodes.open(node, path), isSecure);
      } catch (IOException | ApiException | NodeRefusal refusal) {
        throw unreachable(String.valueOf(refusal.getMessage()));
      }
    }
  }

  /// The agent of a node, asked by TLS with the server's own certificate.
  ///
  /// @param host the node's address and port
  record Kubelet(NodeConnection nodes, ObjectNode node, String host) implements Destination {

    /// The kubelet that a request names. No other port of a node can be asked: it would be one of
    /// the host's.
    ///
    /// @throws ApiException 400 if another port is asked for
    static Kubelet of(Call call, ProxyName name) {
      var node = call.object();
      var port = node.at("/status/daemonEndpoints/kubeletEndpoint/Port").asInt();
      if (!name.port().isEmpty() && !name.port().equals(String.valueOf(port))) {
        throw ApiException.badRequest("address not allowed");
      }
      var address = node.at("/status/addresses/0/address").asText();
      return new Kubelet(call.nodes(), node, address + ":" + port);
    }

    @Override
    public Connection dial() {
      try {
        return nodes.dial(node);
      } catch (IOException e) {
        throw unreachable(String.valueOf(e.getMessage()));
      }
    }
  }
}
