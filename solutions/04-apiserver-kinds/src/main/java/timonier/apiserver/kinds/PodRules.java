package timonier.apiserver.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import timonier.apiserver.extensions.EvictionGuard;
import timonier.apiserver.extensions.KindRules;
import timonier.apiserver.extensions.Slice;
import timonier.apiserver.extensions.Subresource;
import timonier.apiserver.requests.ApiResponse;
import timonier.apiserver.requests.Requests;
import timonier.pods.ResourceTypes;
import timonier.pods.objects.ApiException;
import timonier.pods.objects.Json;
import timonier.pods.objects.ResourceType;
import timonier.pods.objects.Status;

/// The rules of pods: they need time to stop, are bound to a node once, and can be evicted.
final class PodRules implements KindRules {

  /// The default time that a pod has to stop, in seconds.
  private static final long USUAL_GRACE = 30;

  /// The longest time to stop, in seconds: more than thirty years, and still a valid date.
  private static final long MOST_GRACE = 1_000_000_000;

  private static final Status SUCCESS = new Status("Success", "", "", Optional.empty(), 201);

  /// A binding is no change of what was asked for, and belongs to nobody, as in Kubernetes.
  private static final Slice NODE = new Slice("binding", (_, wanted) -> wanted, false, false);

  private static final Slice EPHEMERAL_CONTAINERS =
      new Slice("ephemeralcontainers", PodRules::withContainers, true, true);

  @Override
  public ResourceType<?> type() {
    return ResourceTypes.PODS;
  }

  @Override
  public Optional<String> indexedField() {
    return Optional.of("spec.nodeName");
  }

  /// Only a pod that a kubelet runs needs time to stop.
  @Override
  public Optional<Long> grace(ObjectNode pod, Optional<Long> asked) {
    var phase = pod.path("status").path("phase").asText();
    var runs =
        !pod.path("spec").path("nodeName").asText("").isEmpty()
            && !List.of("Succeeded", "Failed").contains(phase);
    var own = pod.path("spec").path("terminationGracePeriodSeconds").asLong(USUAL_GRACE);
    return Optional.of(runs ? Math.min(asked.orElse(own), MOST_GRACE) : 0);
  }

  @Override
  public List<Subresource> subresources() {
    return List.of(
        Subresource.of("binding", "", "", "Binding").on("POST", PodRules::bind),
        Subresource.of(EPHEMERAL_CONTAINERS),
        Subresource.of(PodResize.RESOURCES),
        Subresource.of("eviction", "policy", "v1", "Eviction").on("POST", PodRules::evict),
        PodConnections.LOG,
        PodConnections.EXEC,
        PodConnections.ATTACH,
        PodConnections.PORT_FORWARD);
  }

  private static ObjectNode withContainers(ObjectNode old, ObjectNode wanted) {
    var result = old.deepCopy();
    var spec = (ObjectNode) result.path("spec");
    Slice.copy("ephemeralContainers", wanted.withObject("/spec"), spec);
    return result;
  }

  /// Gives a pod its node, once and for all.
  private static ApiResponse bind(Subresource.Call call) {
    var binding = call.document();
    var node = binding.path("target").path("name").asText("");
    var uid = binding.path("metadata").path("uid").asText("");
    if (node.isEmpty()) {
      throw ApiException.badRequest("target.name: Required value");
    }
    var now = call.server().loop().now();
    call.update(
        NODE,
        pod -> {
          requireFree(call.key().name(), pod, uid);
          return bound(pod, node, now);
        });
    return ApiResponse.of(SUCCESS);
  }

  private static void requireFree(String name, ObjectNode pod, String uid) {
    var metadata = pod.path("metadata");
    if (!uid.isEmpty() && !uid.equals(metadata.path("uid").asText())) {
      throw conflict(name, "the pod has another UID");
    }
    if (metadata.has("deletionTimestamp")) {
      throw conflict(name, "pod " + name + " is being deleted, cannot be assigned to a host");
    }
    var before = pod.path("spec").path("nodeName").asText("");
    if (!before.isEmpty()) {
      throw conflict(name, "pod %s is already assigned to node \"%s\"".formatted(name, before));
    }
  }

  private static ApiException conflict(String name, String why) {
    return ApiException.conflict(ResourceTypes.PODS, name, why);
  }

  private static ObjectNode bound(ObjectNode pod, String node, Instant now) {
    ((ObjectNode) pod.path("spec")).put("nodeName", node);
    var conditions = pod.withObject("/status").withArray("conditions");
    conditions.removeIf(condition -> condition.path("type").asText().equals("PodScheduled"));
    conditions
        .addObject()
        .put("type", "PodScheduled")
        .put("status", "True")
        .put("lastTransitionTime", now.truncatedTo(ChronoUnit.SECONDS).toString());
    ((ObjectNode) pod.path("metadata")).remove("resourceVersion");
    return pod;
  }

  /// Deletes a pod, if nothing says that it must stay for now.
  private static ApiResponse evict(Subresource.Call call) {
    var eviction = call.document();
    var pod = Json.of(call.object());
    if (!Requests.isDryRun(call.request())) {
      var server = call.server();
      server.extensions(EvictionGuard.class).forEach(guard -> guard.permit(pod, server.server()));
    }
    call.delete(
        eviction.path("deleteOptions") instanceof ObjectNode options
            ? Optional.of(options)
            : Optional.empty());
    return ApiResponse.of(SUCCESS);
  }
}
