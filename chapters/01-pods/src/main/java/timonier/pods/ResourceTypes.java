package timonier.pods;

import java.util.List;
import timonier.pods.objects.ResourceType;

/// The types of objects that this stratum brings.
public final class ResourceTypes {

  /// Pods.
  public static final ResourceType<Pod> PODS =
      new ResourceType<>(
          "",
          "v1",
          "Pod",
          "pods",
          true,
          List.of("po"),
          List.of("all"),
          List.of(
              "status",
              "binding",
              "ephemeralcontainers",
              "resize",
              "eviction",
              "log",
              "exec",
              "attach",
              "portforward"),
          Pod.class);

  /// Nodes.
  public static final ResourceType<Node> NODES =
      new ResourceType<>(
          "",
          "v1",
          "Node",
          "nodes",
          false,
          List.of("no"),
          List.of(),
          List.of("status"),
          Node.class);

  /// Events.
  public static final ResourceType<Event> EVENTS =
      new ResourceType<>(
          "", "v1", "Event", "events", true, List.of("ev"), List.of(), List.of(), Event.class);

  /// Leases.
  public static final ResourceType<Lease> LEASES =
      new ResourceType<>(
          "coordination.k8s.io",
          "v1",
          "Lease",
          "leases",
          true,
          List.of(),
          List.of(),
          List.of(),
          Lease.class);

  private ResourceTypes() {}
}
