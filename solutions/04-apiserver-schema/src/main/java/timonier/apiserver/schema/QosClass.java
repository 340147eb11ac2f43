package timonier.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/// How sure a pod can be of its resources (Kubernetes, "Pod Quality of Service Classes").
public final class QosClass {

  /// `Guaranteed` if every container limits both processor and memory to what it requests,
  /// `BestEffort` if none says anything, else `Burstable`. Init containers count.
  public static String of(JsonNode podSpec) {
    var guaranteed = true;
    var bestEffort = true;
    var containers = new ArrayList<JsonNode>();
    podSpec.path("containers").forEach(containers::add);
    podSpec.path("initContainers").forEach(containers::add);
    for (var container : containers) {
      var requests = container.path("resources").path("requests");
      var limits = container.path("resources").path("limits");
      bestEffort &= requests.isEmpty() && limits.isEmpty();
      for (var resource : List.of("cpu", "memory")) {
        guaranteed &=
            limits.hasNonNull(resource) && limits.get(resource).equals(requests.get(resource));
      }
    }
    return bestEffort ? "BestEffort" : guaranteed ? "Guaranteed" : "Burstable";
  }

  private QosClass() {}
}
