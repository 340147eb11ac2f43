package timonier.pods;

import java.util.List;
import timonier.pods.objects.Part;

/// What this stratum adds to the orchestrator.
public final class PodsPart {

  /// Pods, nodes, leases and events.
  public static Part part() {
    return new Part(
        1,
        "pods",
        List.of(
            ResourceTypes.PODS, ResourceTypes.NODES, ResourceTypes.LEASES, ResourceTypes.EVENTS),
        List.of());
  }

  private PodsPart() {}
}
