package timonier.controllers;

import java.util.List;
import java.util.function.Consumer;
import timonier.client.ComponentContext;
import timonier.client.ComponentFactory;
import timonier.pods.Part;
import timonier.pods.ResourceType;

/// What this stratum adds to the orchestrator.
public final class ControllersPart {

  /// A component of which a cluster has one.
  ///
  /// @param name its name
  /// @param starter starts it
  public record ClusterComponent(String name, Consumer<ComponentContext> starter)
      implements ComponentFactory {
    @Override
    public Scope scope() {
      return Scope.CLUSTER;
    }

    @Override
    public AutoCloseable start(ComponentContext context) {
      starter.accept(context);
      return () -> {};
    }
  }

  /// ReplicaSets, garbage collection, node health and eviction.
  ///
  /// @param collected the types of objects that the garbage collector looks after
  public static Part part(List<ResourceType<?>> collected) {
    return new Part(
        7,
        "controllers",
        List.of(ReplicaSet.TYPE),
        List.of(
            new TaintEviction.DefaultTolerations(),
            new ClusterComponent(
                "replicaset-controller",
                context -> ReplicaSetReconciler.start(context, new Expectations(context.loop()))),
            new ClusterComponent(
                "garbage-collector", context -> new GarbageCollector(context, collected)),
            new ClusterComponent("node-health", NodeHealth::new),
            new ClusterComponent("taint-eviction", TaintEviction::new)));
  }

  private ControllersPart() {}
}
