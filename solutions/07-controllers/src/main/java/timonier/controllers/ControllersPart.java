package timonier.controllers;

import java.util.List;
import timonier.apiserver.Admission;
import timonier.client.ClusterComponent;
import timonier.pods.Part;
import timonier.pods.ResourceType;

/// What this stratum adds to the orchestrator.
public final class ControllersPart {

  /// ReplicaSets, garbage collection, node health and eviction.
  ///
  /// @param collected the types of objects that the garbage collector looks after
  public static Part part(List<ResourceType<?>> collected) {
    return new Part(
        7,
        "controllers",
        List.of(ReplicaSet.TYPE),
        List.of(
            (Admission.Factory) _ -> new TaintEviction.DefaultTolerations(),
            (Admission.Factory) _ -> new NodeHealth.NotReadyYet(),
            new ClusterComponent("replicaset-controller", ReplicaSetReconciler::new),
            new ClusterComponent(
                "garbage-collector", context -> new GarbageCollector(context, collected)),
            new ClusterComponent("node-health", NodeHealth::new),
            new ClusterComponent("taint-eviction", TaintEviction::new)));
  }

  private ControllersPart() {}
}
