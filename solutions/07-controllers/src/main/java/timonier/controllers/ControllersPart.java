package timonier.controllers;

import java.util.List;
import java.util.stream.Stream;
import timonier.apiserver.extensions.Admission;
import timonier.client.ClusterComponent;
import timonier.pods.objects.Part;
import timonier.pods.objects.ResourceType;

/// The part of the orchestrator that this stratum adds.
public final class ControllersPart {

  /// ReplicaSets, ReplicationControllers, garbage collection, node health and eviction.
  ///
  /// @param others the types of other parts, whose objects the garbage collector handles too
  public static Part part(List<ResourceType<?>> others) {
    List<ResourceType<?>> types = List.of(ReplicaSet.TYPE, ReplicationController.TYPE);
    var collected = Stream.concat(others.stream(), types.stream()).toList();
    return new Part(
        7,
        "controllers",
        types,
        List.of(
            (Admission.Factory) _ -> new TaintEviction.DefaultTolerations(),
            (Admission.Factory) _ -> new NodeHealth.NotReadyYet(),
            replicas("replicaset-controller", ReplicaSet.TYPE),
            replicas("replication-controller", ReplicationController.TYPE),
            new ClusterComponent(
                "garbage-collector", context -> new GarbageCollector(context, collected)),
            new ClusterComponent("node-health", NodeHealth::new),
            new ClusterComponent("taint-eviction", TaintEviction::new)));
  }

  private static <O extends ReplicaOwner> ClusterComponent replicas(
      String name, ResourceType<O> type) {
    return new ClusterComponent(name, context -> new ReplicaSetReconciler<>(context, type, name));
  }

  private ControllersPart() {}
}
