package timonier.scheduler;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import timonier.pods.Node;
import timonier.pods.Pod;
import timonier.pods.Taint;

/// A node, and the pods that are on it or are on their way to it. What filters and scores ask for
/// is kept up to date as pods and node change, so that looking at a node costs next to nothing.
final class NodeState {

  private Node node;
  private List<Taint> taints = List.of();
  private Resources allocatable = Resources.NONE;
  private Resources used = Resources.NONE;
  private Resources free = Resources.NONE;
  private final Map<String, Pod> pods = new LinkedHashMap<>();

  NodeState(Node node) {
    this.node = node;
    update(node);
  }

  Node node() {
    return node;
  }

  String name() {
    return node.metadata().name();
  }

  void update(Node node) {
    this.node = node;
    this.taints = node.taints();
    this.allocatable =
        node.status().map(status -> Resources.of(status.allocatable(), 110)).orElse(Resources.NONE);
    this.free = allocatable.minus(used);
  }

  void add(Pod pod) {
    remove(pod.metadata().uid());
    pods.put(pod.metadata().uid(), pod);
    use(used.plus(Resources.of(pod)));
  }

  void remove(String uid) {
    var gone = pods.remove(uid);
    if (gone != null) {
      use(used.minus(Resources.of(gone)));
    }
  }

  private void use(Resources now) {
    used = now;
    free = allocatable.minus(now);
  }

  Collection<Pod> pods() {
    return Collections.unmodifiableCollection(pods.values());
  }

  List<Taint> taints() {
    return taints;
  }

  Resources allocatable() {
    return allocatable;
  }

  Resources used() {
    return used;
  }

  Resources free() {
    return free;
  }
}
