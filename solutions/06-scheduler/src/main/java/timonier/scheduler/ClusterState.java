package timonier.scheduler;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import timonier.pods.Node;
import timonier.pods.Pod;

/// The nodes and their pods, kept up to date as they change, so that placing a pod need not gather
/// anything.
///
/// A pod is on one node at most. Its node may be unknown, if the cache of pods is ahead of the
/// cache of nodes; then the pod counts as soon as the node is known.
final class ClusterState implements ClusterView {

  private final Map<String, NodeState> states = new TreeMap<>();

  /// The node of each pod, by the pod's identity.
  private final Map<String, String> whereabouts = new HashMap<>();

  /// Pods on nodes that are not known, by node and identity.
  private final Map<String, Map<String, Pod>> strays = new HashMap<>();

  /// All nodes in order; null when it must be computed again.
  private @Nullable List<NodeState> order;

  @Override
  public List<NodeState> nodes() {
    var known = order;
    if (known == null) {
      known = List.copyOf(states.values());
      order = known;
    }
    return known;
  }

  /// Adds or changes a node.
  void update(Node node) {
    var known = states.get(node.metadata().name());
    if (known == null) {
      add(node);
    } else {
      known.update(node);
    }
  }

  private void add(Node node) {
    var name = node.metadata().name();
    var state = new NodeState(node);
    states.put(name, state);
    order = null;
    var waiting = strays.remove(name);
    if (waiting != null) {
      waiting.values().forEach(state::add);
    }
  }

  /// Removes a node; its pods stay on it.
  void removeNode(String node) {
    var state = states.remove(node);
    order = null;
    if (state != null) {
      state.pods().forEach(pod -> stray(pod, node));
    }
  }

  private void stray(Pod pod, String node) {
    strays.computeIfAbsent(node, _ -> new LinkedHashMap<>()).put(pod.metadata().uid(), pod);
  }

  /// Puts a pod on a node. Called when it is bound to the node, or assumed to be.
  void place(Pod pod, String node) {
    var before = whereabouts.put(pod.metadata().uid(), node);
    if (before != null && !before.equals(node)) {
      remove(pod.metadata().uid(), before);
    }
    var state = states.get(node);
    if (state == null) {
      stray(pod, node);
    } else {
      state.add(pod);
    }
  }

  /// Whether a pod is on a node, or assumed to be.
  boolean isPlaced(Pod pod) {
    return whereabouts.containsKey(pod.metadata().uid());
  }

  /// Takes a pod off its node, if it has one.
  void remove(Pod pod) {
    var node = whereabouts.remove(pod.metadata().uid());
    if (node != null) {
      remove(pod.metadata().uid(), node);
    }
  }

  private void remove(String uid, String node) {
    var state = states.get(node);
    if (state != null) {
      state.remove(uid);
    }
    var others = strays.get(node);
    if (others != null && others.remove(uid) != null && others.isEmpty()) {
      strays.remove(node);
    }
  }
}
