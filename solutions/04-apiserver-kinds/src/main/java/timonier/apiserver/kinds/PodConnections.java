package timonier.apiserver.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import timonier.apiserver.extensions.NodeConnection;
import timonier.apiserver.extensions.Subresource;
import timonier.apiserver.extensions.Subresource.Call;
import timonier.apiserver.requests.ApiResponse;
import timonier.apiserver.streams.NodeChannels;
import timonier.apiserver.streams.NodeRefusal;
import timonier.apiserver.streams.PodStreams;
import timonier.apiserver.validation.LogQuery;
import timonier.pods.ResourceTypes;
import timonier.pods.objects.ApiException;
import timonier.pods.objects.ObjectKey;

/// Connects clients to pods, through the kubelets that run them: logs, commands and ports.
final class PodConnections {

  static final Subresource LOG = Subresource.of("log").on("GET", PodConnections::log).streaming();

  static final Subresource EXEC = talk("exec", "PodExecOptions");
  static final Subresource ATTACH = talk("attach", "PodAttachOptions");
  static final Subresource PORT_FORWARD = talk("portforward", "PodPortForwardOptions");

  /// WebSocket clients send GET, but need the right to create: readers of pods must not run
  /// commands in them (Kubernetes asks for `create` since 1.35).
  private static Subresource talk(String name, String kind) {
    return Subresource.of(name, "", "", kind)
        .on("GET", call -> talk(name, call))
        .on("POST", call -> talk(name, call))
        .asking("create")
        .connecting();
  }

  /// A container's log, from the kubelet that runs it.
  private static ApiResponse log(Call call) {
    var key = call.key();
    var request = call.request();
    var query = LogQuery.of(request::parameter, request::flag, key.name());
    var pod = call.object();
    var container = container(pod, request.parameter("container"));
    var state = containerState(pod, container);
    if (nodeName(pod).isEmpty() || state.path("waiting").has("reason")) {
      throw ApiException.badRequest(
          "container \"%s\" in pod \"%s\" is waiting to start: %s"
              .formatted(container, key.name(), waitsFor(state)));
    }
    var node = node(call, pod);
    var connection = call.nodes();
    var path = "/containerLogs/%s/%s/%s?".formatted(key.namespace(), key.name(), container);
    if (request.method().equals("HEAD")) {
      var beginning = LogQuery.beginning(request::parameter, request::flag, key.name());
      require(connection, node, path + beginning);
    }
    PodStreams.Log log = out -> connection.logs(node, path + query, out);
    return request.header("upgrade").equalsIgnoreCase("websocket")
        ? ApiResponse.of(PodStreams.log(call.server().loop(), request.headers(), log))
        : ApiResponse.of("text/plain", log::writeTo);
  }

  /// Refuses what a kubelet refuses only while a body is written, to a client that wants none.
  private static void require(NodeConnection connection, ObjectNode node, String path) {
    try {
      connection.logs(node, path, OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw ApiException.internal(String.valueOf(e.getMessage()));
    }
  }

  private static String nodeName(JsonNode pod) {
    return pod.path("spec").path("nodeName").asText("");
  }

  private static ObjectNode node(Call call, JsonNode pod) {
    return call.object(ResourceTypes.NODES, ObjectKey.of(nodeName(pod)));
  }

  /// Lets a client talk to a container or a port of a pod.
  private static ApiResponse talk(String name, Call call) {
    var pod = call.object();
    var request = call.request();
    var key = call.key();
    var isForward = name.equals("portforward");
    var container = isForward ? "" : "/" + container(pod, request.parameter("container"));
    if (nodeName(pod).isEmpty()) {
      throw ApiException.badRequest("pod %s does not have a host assigned".formatted(key.name()));
    }
    var node = node(call, pod);
    var path =
        isForward
            ? NodeChannels.forwarding(key)
            : "/%s/%s/%s%s?".formatted(name, key.namespace(), key.name(), container);
    var loop = call.server().loop();
    var streams = new PodStreams(loop, query -> call.nodes().open(node, path + query));
    try {
      return ApiResponse.of(
          isForward
              ? streams.forward(request.headers(), request.query(), key.name())
              : streams.command(request.headers(), request.query()));
    } catch (NodeRefusal refusal) {
      var words = String.valueOf(refusal.getMessage()).getBytes(StandardCharsets.UTF_8);
      return ApiResponse.of(refusal.code(), "text/plain", words);
    }
  }

  private static String waitsFor(JsonNode state) {
    var reason = state.path("waiting").path("reason").asText("not ready");
    return List.of("ErrImagePull", "ImagePullBackOff").contains(reason)
        ? "trying and failing to pull image"
        : reason;
  }

  private static JsonNode containerState(JsonNode pod, String name) {
    for (var status : pod.path("status").path("containerStatuses")) {
      if (status.path("name").asText().equals(name) && status.path("lastState").isEmpty()) {
        return status.path("state");
      }
    }
    return JsonNodeFactory.instance.missingNode();
  }

  private static String container(JsonNode pod, Optional<String> wanted) {
    var names = new ArrayList<String>();
    for (var list : List.of("containers", "initContainers", "ephemeralContainers")) {
      pod.path("spec").path(list).forEach(c -> names.add(c.path("name").asText()));
    }
    var name = pod.path("metadata").path("name").asText();
    if (wanted.isPresent()) {
      if (!names.contains(wanted.get())) {
        throw ApiException.badRequest(
            "container %s is not valid for pod %s".formatted(wanted.get(), name));
      }
      return wanted.get();
    }
    if (pod.path("spec").path("containers").size() > 1) {
      throw ApiException.badRequest(
          "a container name must be specified for pod %s, choose one of: [%s]"
              .formatted(name, String.join(" ", names)));
    }
    return names.getFirst();
  }

  private PodConnections() {}
}
