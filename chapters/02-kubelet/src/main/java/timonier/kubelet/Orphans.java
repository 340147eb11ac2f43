package timonier.kubelet;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import timonier.pods.ObjectMeta;
import timonier.pods.Pod;
import timonier.pods.PodSpec;

/// Pods that only the runtime knows.
final class Orphans {

  /// A pod that asks for nothing, under the name that its sandbox remembers.
  static Pod pod(String uid, ObservedPod observed) {
    var config = observed.sandboxes().stream().findFirst().map(sandbox -> sandbox.config());
    return new Pod(
        new ObjectMeta(
            config.map(c -> c.name()).orElse(""),
            "",
            config.map(c -> c.namespace()).orElse(""),
            uid,
            "",
            0,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            Map.of(),
            List.of(),
            List.of()),
        nothing(),
        Optional.empty());
  }

  private static PodSpec nothing() {
    return new PodSpec(
        "",
        Map.of(),
        Optional.empty(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        "Never",
        Optional.empty(),
        Optional.empty(),
        false,
        "",
        "",
        List.of(),
        "",
        Optional.empty(),
        "",
        Optional.empty(),
        false,
        false);
  }

  private Orphans() {}
}
