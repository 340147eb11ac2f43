package timonier.scheduler;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import timonier.pods.Node;
import timonier.pods.Pod;

/// A node, and the pods that are on it or are on their way to it.
final class NodeState {

  private Node node;
  private final Map<String, Pod> pods = new LinkedHashMap<>();
  private Resources used = Resources.NONE;

  NodeState(Node node) {
    this.node = node;
  }

  Node node() {
    return node;
  }

  String name() {
    return node.metadata().name();
  }

  void update(Node node) {
    this.node = node;
  }

  void add(Pod pod) {
    remove(pod.metadata().uid());
    pods.put(pod.metadata().uid(), pod);
    used = used.plus(Resources.of(pod));
  }

  void remove(String uid) {
    var gone = pods.remove(uid);
    if (gone != null) {
      used = used.minus(Resources.of(gone));
    }
  }

  List<Pod> pods() {
    return List.copyOf(pods.values());
  }

  Resources allocatable() {
    return node.status()
        .map(status -> Resources.of(status.allocatable(), 110))
        .orElse(Resources.NONE);
  }

  Resources used() {
    return used;
  }

  Resources free() {
    return allocatable().minus(used);
  }
}
