package timonier.kubelet.sources;

import java.util.List;
import timonier.pods.objects.Part;

/// What this stratum adds to the orchestrator.
public final class KubeletPart {

  /// The downward API in containers' environments.
  public static Part part() {
    return new Part(2, "kubelet", List.of(), List.of(new FieldReferences()));
  }

  private KubeletPart() {}
}
