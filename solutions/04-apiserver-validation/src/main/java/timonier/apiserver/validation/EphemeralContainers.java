package timonier.apiserver.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import timonier.apiserver.rules.Causes;

/// What may become of the containers that were added to a pod to look into it: each stays as it is.
final class EphemeralContainers {

  static final String PART = "ephemeralcontainers";

  private static final String LIST = "spec.ephemeralContainers";

  static void updated(Causes causes, JsonNode pod, JsonNode old) {
    for (var before : old.at("/spec/ephemeralContainers")) {
      var name = before.path("name");
      var after = named(pod, name);
      if (after.isMissingNode()) {
        causes.forbidden(
            LIST, "existing ephemeral containers %s may not be removed".formatted(name));
      } else if (!after.equals(before)) {
        causes.forbidden(
            LIST, "existing ephemeral containers %s may not be changed".formatted(name));
      }
    }
  }

  private static JsonNode named(JsonNode pod, JsonNode name) {
    for (var container : pod.at("/spec/ephemeralContainers")) {
      if (container.path("name").equals(name)) {
        return container;
      }
    }
    return MissingNode.getInstance();
  }

  private EphemeralContainers() {}
}
