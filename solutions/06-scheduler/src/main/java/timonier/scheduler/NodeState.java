package timonier.scheduler;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import timonier.pods.Node;
import timonier.pods.Pod;
import timonier.pods.Taint;
import timonier.pods.objects.OwnerReference;

/// A node, and the pods that are bound to it or assumed to be. The sums that filters and scores
/// need are kept up to date as pods and node change, so that checking a node is cheap.
public final class NodeState {

  private Node node;
  private List<Taint> taints = List.of();
  private Resources allocatable = Resources.NONE;
  private Resources used = Resources.NONE;
  private Resources estimated = Resources.NONE;
  private Resources free = Resources.NONE;

  /// The pods here, by their identity.
  private final Map<String, Pod> pods = new LinkedHashMap<>();

  /// The host ports of the pods here, by the pod's identity; without pods that have none.
  private final Map<String, List<HostPort>> ports = new LinkedHashMap<>();

  /// How many pods here belong to a controller, by its identity; never 0.
  private final Map<String, Integer> controlled = new HashMap<>();

  NodeState(Node node) {
    this.node = node;
    update(node);
  }

  /// The node as its cache shows it.
  public Node node() {
    return node;
  }

  /// The node's name.
  public String name() {
    return node.metadata().name();
  }

  /// The node's labels.
  public Map<String, String> labels() {
    return node.metadata().labels();
  }

  /// The pods here, in the order in which they came.
  public Collection<Pod> pods() {
    return Collections.unmodifiableCollection(pods.values());
  }

  void update(Node node) {
    this.node = node;
    this.taints = node.taints();
    this.allocatable = node.status().map(NodeState::allocatable).orElse(Resources.NONE);
    this.free = allocatable.minus(used);
  }

  /// The resources for pods; the node's capacity where it does not say (Kubernetes:
  /// `SetDefaults_NodeStatus`).
  private static Resources allocatable(Node.Status status) {
    return Resources.of(status.allocatable().isEmpty() ? status.capacity() : status.allocatable());
  }

  void add(Pod pod) {
    var uid = pod.metadata().uid();
    remove(uid);
    pods.put(uid, pod);
    var taken = HostPort.of(pod);
    if (!taken.isEmpty()) {
      ports.put(uid, taken);
    }
    controller(pod).ifPresent(owner -> controlled.merge(owner, 1, Integer::sum));
    estimated = estimated.plus(Resources.estimatedFor(pod));
    use(used.plus(Resources.requestedBy(pod)));
  }

  void remove(String uid) {
    var gone = pods.remove(uid);
    if (gone != null) {
      ports.remove(uid);
      controller(gone)
          .ifPresent(owner ->
              controlled.computeIfPresent(owner, (_, count) -> count == 1 ? null : count - 1));
      estimated = estimated.minus(Resources.estimatedFor(gone));
      use(used.minus(Resources.requestedBy(gone)));
    }
  }

  private static Optional<String> controller(Pod pod) {
    return pod.metadata().controller().map(OwnerReference::uid);
  }

  private void use(Resources now) {
    used = now;
    free = allocatable.minus(now);
  }

  boolean isCordoned() {
    return node.spec().filter(Node.Spec::unschedulable).isPresent();
  }

  List<Taint> taints() {
    return taints;
  }

  /// The resources for pods.
  Resources allocatable() {
    return allocatable;
  }

  /// The requests of the pods here.
  Resources used() {
    return used;
  }

  /// The estimated needs of the pods here, for comparing nodes.
  Resources estimated() {
    return estimated;
  }

  /// The resources left; negative where the node is overcommitted.
  Resources free() {
    return free;
  }

  /// The host ports that are in use.
  Stream<HostPort> hostPorts() {
    return ports.values().stream().flatMap(List::stream);
  }

  /// How many pods of a controller are here.
  ///
  /// @param controller its identity
  int podsOf(String controller) {
    return controlled.getOrDefault(controller, 0);
  }
}
