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

/// A node, and the pods that are on it or are on their way to it. What filters and scores ask for
/// is kept up to date as pods and node change, so that looking at a node costs next to nothing.
public final class NodeState {

  private Node node;
  private List<Taint> taints = List.of();
  private Resources allocatable = Resources.NONE;
  private Resources used = Resources.NONE;
  private Resources estimated = Resources.NONE;
  private Resources free = Resources.NONE;

  /// The pods here, by their identity.
  private final Map<String, Pod> pods = new LinkedHashMap<>();

  /// The ports of the node that pods here have, by the pod's identity; without those that have
  /// none.
  private final Map<String, List<HostPort>> ports = new LinkedHashMap<>();

  /// How many of the pods here a controller has, by its identity; never 0.
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

  /// What pods may use: all that a node has, where it does not say (Kubernetes:
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

  /// All that pods may use.
  Resources allocatable() {
    return allocatable;
  }

  /// What the pods here request.
  Resources used() {
    return used;
  }

  /// What the pods here are taken to need when nodes are compared.
  Resources estimated() {
    return estimated;
  }

  /// What is left; less than nothing where too much was promised.
  Resources free() {
    return free;
  }

  /// The ports of the node that are taken.
  Stream<HostPort> hostPorts() {
    return ports.values().stream().flatMap(List::stream);
  }

  /// How many pods of one controller are here.
  ///
  /// @param controller its identity
  int podsOf(String controller) {
    return controlled.getOrDefault(controller, 0);
  }
}
