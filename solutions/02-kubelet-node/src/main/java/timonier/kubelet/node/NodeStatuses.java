package timonier.kubelet.node;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import timonier.pods.Node;
import timonier.pods.Quantity;

/// The status of a node, decided only from what its kubelet knows.
public final class NodeStatuses {

  /// A kubelet's knowledge of its node.
  ///
  /// @param name the node's name
  /// @param address its address
  /// @param port the port of its kubelet, for logs
  /// @param machine its machine
  /// @param usage reads its free resources
  /// @param maxPods how many pods it may run
  /// @param identity distinguishes its machine from all others
  /// @param runtime `name://version` of its container runtime
  /// @param version of its kubelet
  public record Knowledge(
      String name,
      String address,
      int port,
      Machine machine,
      Supplier<NodeUsage> usage,
      int maxPods,
      String identity,
      String runtime,
      String version) {}

  /// The labels that every node has.
  public static Map<String, String> labels(Knowledge known) {
    var labels = new LinkedHashMap<String, String>();
    labels.put("kubernetes.io/arch", known.machine().architecture());
    labels.put("kubernetes.io/hostname", known.name());
    labels.put("kubernetes.io/os", known.machine().operatingSystem());
    return labels;
  }

  /// Returns the status of a node.
  ///
  /// @param usage its free resources
  /// @param before its last status, for the times at which conditions changed
  /// @param trouble why it cannot run pods; empty when all is well
  /// @param now the time of the observation
  public static Node.Status status(
      Knowledge known,
      NodeUsage usage,
      Optional<Node.Status> before,
      Optional<String> trouble,
      Instant now) {
    var amounts = amounts(known, usage);
    return new Node.Status(
        amounts,
        amounts,
        conditions(before, usage, trouble, now),
        List.of(
            new Node.Address("InternalIP", known.address()),
            new Node.Address("Hostname", known.name())),
        Optional.of(new Node.DaemonEndpoints(Optional.of(new Node.DaemonEndpoint(known.port())))),
        Optional.of(
            new Node.SystemInfo(
                known.identity(),
                known.identity(),
                known.identity(),
                known.machine().kernel(),
                known.machine().osImage(),
                known.runtime(),
                known.version(),
                known.machine().operatingSystem(),
                known.machine().architecture())));
  }

  private static Map<String, Quantity> amounts(Knowledge known, NodeUsage usage) {
    var amounts = new LinkedHashMap<String, Quantity>();
    amounts.put("cpu", Quantity.of(known.machine().cpus()));
    amounts.put("ephemeral-storage", Quantity.parse(usage.diskBytes() / 1024 + "Ki"));
    amounts.put("memory", Quantity.parse(known.machine().memoryBytes() / 1024 + "Ki"));
    amounts.put("pods", Quantity.of(known.maxPods()));
    return amounts;
  }

  /// Whether a status differs in more than times from that of the node's object.
  public static boolean isNews(Node.Status status, Node node) {
    return status.conditions().stream()
        .anyMatch(condition ->
            node.condition(condition.type())
                .filter(old -> old.status().equals(condition.status()))
                .isEmpty());
  }

  private static List<Node.Condition> conditions(
      Optional<Node.Status> before, NodeUsage usage, Optional<String> trouble, Instant now) {
    var facts =
        List.of(
            usage.hasMemoryPressure()
                ? new Fact(
                    "MemoryPressure",
                    true,
                    "KubeletHasInsufficientMemory",
                    "kubelet has insufficient memory available")
                : new Fact(
                    "MemoryPressure",
                    false,
                    "KubeletHasSufficientMemory",
                    "kubelet has sufficient memory available"),
            usage.hasDiskPressure()
                ? new Fact(
                    "DiskPressure", true, "KubeletHasDiskPressure", "kubelet has disk pressure")
                : new Fact(
                    "DiskPressure",
                    false,
                    "KubeletHasNoDiskPressure",
                    "kubelet has no disk pressure"),
            new Fact(
                "PIDPressure",
                false,
                "KubeletHasSufficientPID",
                "kubelet has sufficient PID available"),
            trouble
                .map(why -> new Fact("Ready", false, "KubeletNotReady", why))
                .orElseGet(() ->
                    new Fact("Ready", true, "KubeletReady", "kubelet is posting ready status")));
    return facts.stream().map(fact -> condition(before, now, fact)).toList();
  }

  private record Fact(String type, boolean holds, String reason, String message) {}

  private static Node.Condition condition(Optional<Node.Status> before, Instant now, Fact fact) {
    var status = fact.holds() ? "True" : "False";
    Optional<Instant> since =
        before.stream()
            .flatMap(old -> old.conditions().stream())
            .filter(old -> old.type().equals(fact.type()) && old.status().equals(status))
            .findFirst()
            .flatMap(Node.Condition::lastTransitionTime);
    return new Node.Condition(
        fact.type(),
        status,
        fact.reason(),
        fact.message(),
        Optional.of(now),
        since.or(() -> Optional.of(now)));
  }

  private NodeStatuses() {}
}
