package timonier.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import timonier.pods.ImageReference;

/// What a container leaves to Kubernetes, in a pod and in a template of pods.
final class ContainerDefaults {

  private static final List<String> LISTS = List.of("containers", "initContainers");

  /// Fills in a container, wherever it stands.
  static void container(ObjectNode container) {
    var policy = pullPolicy(container.path("image").asText());
    container.putIfAbsent("imagePullPolicy", container.textNode(policy));
  }

  /// An image without a tag, or with the tag `latest`, may change at any time. What is no name of
  /// an image has no tag; the kubelet will refuse it.
  private static String pullPolicy(String image) {
    try {
      return ImageReference.parse(image).isFixed() ? "IfNotPresent" : "Always";
    } catch (IllegalArgumentException _) {
      return "IfNotPresent";
    }
  }

  /// Fills in the containers of a pod. A template is left as it was written: a user who lowers a
  /// limit in it must not find the old one among the requests.
  static void ofPod(JsonNode spec) {
    var isOnHost = spec.path("hostNetwork").asBoolean();
    for (var list : LISTS) {
      for (var container : spec.path(list)) {
        if (container.path("resources") instanceof ObjectNode resources) {
          requestWhatIsLimited(resources);
        }
        if (isOnHost) {
          container.path("ports").forEach(ContainerDefaults::openOnHost);
        }
      }
    }
  }

  private static void requestWhatIsLimited(ObjectNode resources) {
    if (resources.path("limits") instanceof ObjectNode limits && !limits.isEmpty()) {
      var requests =
          resources.path("requests") instanceof ObjectNode object
              ? object
              : resources.putObject("requests");
      limits.properties().forEach(limit -> requests.putIfAbsent(limit.getKey(), limit.getValue()));
    }
  }

  /// In the network of its host, a container's port is the host's.
  private static void openOnHost(JsonNode port) {
    if (port instanceof ObjectNode object && object.path("hostPort").asInt() == 0) {
      object.set("hostPort", object.path("containerPort"));
    }
  }

  private ContainerDefaults() {}
}
