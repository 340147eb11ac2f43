package timonier.apiserver.streams;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import timonier.kit.loop.EventLoop;
import timonier.pods.ApiException;
import timonier.pods.Status;

/// Lets clients talk to the programs and the ports of one pod.
public final class PodStreams {

  /// Only v5 can say that the input ended.
  private static final List<String> WEBSOCKET = List.of("v5.channel.k8s.io", "v4.channel.k8s.io");

  private static final List<String> SPDY = List.of("v4.channel.k8s.io");

  private final EventLoop loop;
  private final NodeStreams node;

  /// @param loop on which clients are listened to
  /// @param node the way to the pod's kubelet
  public PodStreams(EventLoop loop, NodeStreams node) {
    this.loop = loop;
    this.node = node;
  }

  /// Answers a client that wants to talk to a program (`kubectl exec`, `kubectl attach`).
  ///
  /// @param headers the client's, with names in lower case
  /// @param query what it wants to run, and whether to be heard
  /// @throws ApiException if the client does not ask in a protocol that is known here, or the node
  ///   refuses
  public Upgrade command(Map<String, String> headers, Map<String, List<String>> query) {
    var chosen = Negotiation.of(headers, WEBSOCKET, SPDY);
    if (!says(query, "stdin") && !says(query, "stdout") && !says(query, "stderr")) {
      throw ApiException.badRequest("you must specify at least 1 of stdin, stdout, stderr");
    }
    var program = node.open(forKubelet(query));
    var relay = new CommandRelay(loop, chosen, program);
    return new Upgrade(chosen.headers(), relay::talk, program::close);
  }

  /// Answers a client that wants to talk to ports (`kubectl port-forward`).
  ///
  /// @param headers the client's, with names in lower case
  /// @param query the ports, where the protocol does not tell them later
  /// @param pod its name, for messages
  public Upgrade forward(Map<String, String> headers, Map<String, List<String>> query, String pod) {
    throw new ApiException(
        Status.failure(501, "NotImplemented", "ports of " + pod + " are not forwarded"));
  }

  private static boolean says(Map<String, List<String>> query, String name) {
    return List.of("true", "1").contains(query.getOrDefault(name, List.of("")).getFirst());
  }

  private static String forKubelet(Map<String, List<String>> query) {
    var words = new ArrayList<String>();
    for (var word : query.getOrDefault("command", List.of())) {
      words.add("command=" + URLEncoder.encode(word, StandardCharsets.UTF_8));
    }
    words.add("input=" + (says(query, "stdin") ? 1 : 0));
    words.add("tty=" + (says(query, "tty") ? 1 : 0));
    return String.join("&", words);
  }
}
