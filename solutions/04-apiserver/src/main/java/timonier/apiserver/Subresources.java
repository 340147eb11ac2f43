package timonier.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import timonier.apiserver.ObjectWriter.Wanted;
import timonier.apiserver.schema.Scale;
import timonier.apiserver.streams.NodeRefusal;
import timonier.apiserver.streams.PodStreams;
import timonier.apiserver.validation.LogQuery;
import timonier.apiserver.validation.Validation;
import timonier.kit.loop.EventLoop;
import timonier.pods.ApiException;
import timonier.pods.Json;
import timonier.pods.JsonFormat;
import timonier.pods.ObjectKey;
import timonier.pods.Part;
import timonier.pods.Status;

/// Answers what is asked of one object beside itself: scale, binding, eviction, log, approval.
final class Subresources {

  private static final Status SUCCESS = new Status("Success", "", "", Optional.empty(), 201);

  private final EventLoop loop;
  private final ObjectReader reader;
  private final ObjectWriter writer;
  private final Deletion deletion;
  private final Transport server;
  private final List<EvictionGuard> guards;
  private final Optional<NodeConnection> nodes;

  Subresources(
      EventLoop loop,
      Transport server,
      ObjectReader reader,
      ObjectWriter writer,
      Deletion deletion,
      List<Part> parts,
      Optional<NodeConnection> nodes) {
    this.loop = loop;
    this.reader = reader;
    this.writer = writer;
    this.deletion = deletion;
    this.server = server;
    this.guards = Part.extensions(parts, EvictionGuard.class);
    this.nodes = nodes;
  }

  /// Answers with the `Scale` of an object.
  ApiResponse scale(Wanted wanted) {
    var object = wanted.type().tree(reader.get(wanted.type(), wanted.key()));
    return ApiResponse.json(200, JsonFormat.bytes(Scale.of(object)));
  }

  /// Writes the number of replicas that a `Scale` asks for.
  ApiResponse rescale(Wanted wanted, UnaryOperator<ObjectNode> change) {
    var whole = new Wanted(wanted.type(), wanted.key(), "scale", wanted.request());
    var written =
        writer.patch(
            whole,
            object -> {
              var scale = change.apply(Scale.of(object));
              Validation.scaled(wanted.key().name(), scale);
              return Scale.put(object, scale);
            });
    return ApiResponse.json(200, JsonFormat.bytes(Scale.of(written.object())));
  }

  /// Gives a pod its node, once and for all.
  ApiResponse bind(Wanted wanted, ObjectNode binding) {
    var node = binding.path("target").path("name").asText("");
    var uid = binding.path("metadata").path("uid").asText("");
    if (node.isEmpty()) {
      throw ApiException.badRequest("target.name: Required value");
    }
    writer.patch(
        new Wanted(wanted.type(), wanted.key(), "binding", wanted.request()),
        pod -> bound(wanted, pod, node, uid));
    return ApiResponse.of(SUCCESS);
  }

  private ObjectNode bound(Wanted wanted, ObjectNode pod, String node, String uid) {
    var type = wanted.type().type();
    var name = wanted.key().name();
    var metadata = (ObjectNode) pod.path("metadata");
    if (!uid.isEmpty() && !uid.equals(metadata.path("uid").asText())) {
      throw ApiException.conflict(type, name, "the pod has another UID");
    }
    if (metadata.has("deletionTimestamp")) {
      throw ApiException.conflict(
          type, name, "pod " + name + " is being deleted, cannot be assigned to a host");
    }
    var spec = (ObjectNode) pod.path("spec");
    var before = spec.path("nodeName").asText("");
    if (!before.isEmpty()) {
      throw ApiException.conflict(
          type, name, "pod %s is already assigned to node \"%s\"".formatted(name, before));
    }
    spec.put("nodeName", node);
    var status = pod.path("status") instanceof ObjectNode object ? object : pod.putObject("status");
    var conditions = status.withArray("conditions");
    conditions.removeIf(condition -> condition.path("type").asText().equals("PodScheduled"));
    conditions
        .addObject()
        .put("type", "PodScheduled")
        .put("status", "True")
        .put("lastTransitionTime", loop.now().truncatedTo(ChronoUnit.SECONDS).toString());
    metadata.remove("resourceVersion");
    return pod;
  }

  /// Deletes a pod, if nothing says that it must stay for now.
  ApiResponse evict(Wanted wanted, ObjectNode eviction) {
    var pods = wanted.type();
    var pod = Json.of(pods.tree(reader.get(pods, wanted.key())));
    var request = wanted.request();
    var options = eviction.path("deleteOptions");
    var deletes =
        ApiRequest.of("DELETE", request.path(), request.query(), request.user())
            .withBody(
                "application/json",
                options.isMissingNode() ? new byte[0] : JsonFormat.bytes(options));
    if (!Requests.isDryRun(request)) {
      guards.forEach(guard -> guard.permit(pod, server));
    }
    deletion.delete(wanted, DeleteOptions.of(deletes));
    return ApiResponse.of(SUCCESS);
  }

  /// A container's log, from the kubelet that runs it.
  ApiResponse log(Wanted wanted, ServedType nodeType) {
    var pods = wanted.type();
    var key = wanted.key();
    var request = wanted.request();
    var pod = pods.tree(reader.get(pods, key));
    var container = container(pods, pod, request.parameter("container"));
    var nodeName = pod.path("spec").path("nodeName").asText("");
    var state = containerState(pod, container);
    if (nodeName.isEmpty() || state.path("waiting").has("reason")) {
      throw ApiException.badRequest(
          "container \"%s\" in pod \"%s\" is waiting to start: %s"
              .formatted(container, key.name(), waitsFor(state)));
    }
    var node = nodeType.tree(reader.get(nodeType, ObjectKey.of(nodeName)));
    var connection = connection();
    var path =
        "/containerLogs/%s/%s/%s?%s"
            .formatted(
                key.namespace(),
                key.name(),
                container,
                LogQuery.of(request::parameter, request::flag, key.name()));
    return ApiResponse.of("text/plain", out -> connection.logs(node, path, out));
  }

  private NodeConnection connection() {
    return nodes.orElseThrow(
        () -> new ApiException(Status.failure(501, "NotImplemented", "no way to nodes here")));
  }

  /// Lets a client talk to a container or a port of a pod, through the kubelet that runs it.
  ApiResponse talk(Wanted wanted, ServedType nodeType) {
    var pod = wanted.type().tree(reader.get(wanted.type(), wanted.key()));
    var request = wanted.request();
    var name = wanted.key().name();
    var isForward = wanted.subresource().equals("portforward");
    var container =
        isForward ? "" : "/" + container(wanted.type(), pod, request.parameter("container"));
    var nodeName = pod.path("spec").path("nodeName").asText("");
    if (nodeName.isEmpty()) {
      throw ApiException.badRequest("pod %s does not have a host assigned".formatted(name));
    }
    var node = nodeType.tree(reader.get(nodeType, ObjectKey.of(nodeName)));
    var path =
        "/%s/%s/%s%s?"
            .formatted(
                isForward ? "portForward" : wanted.subresource(),
                wanted.key().namespace(),
                name,
                container);
    var streams = new PodStreams(loop, query -> connection().open(node, path + query));
    try {
      return ApiResponse.of(
          isForward
              ? streams.forward(request.headers(), request.query(), name)
              : streams.command(request.headers(), request.query()));
    } catch (NodeRefusal refusal) {
      var words = String.valueOf(refusal.getMessage()).getBytes(StandardCharsets.UTF_8);
      return ApiResponse.of(refusal.code(), "text/plain", words);
    }
  }

  private static String waitsFor(JsonNode state) {
    var reason = state.path("waiting").path("reason").asText("not ready");
    return reason.equals("ErrImagePull") || reason.equals("ImagePullBackOff")
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

  private static String container(ServedType pods, JsonNode pod, Optional<String> wanted) {
    var names = new java.util.ArrayList<String>();
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
}
