package timonier.controllers;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import timonier.pods.Node;
import timonier.pods.Taint;

/// Remembers since when nodes have their taints. `kubectl taint` does not record when it added one,
/// so that counts from when it was first seen.
final class TaintAges {

  /// When each taint was first seen, by node.
  private final Map<String, Map<String, Instant>> firstSeen = new HashMap<>();

  /// Records the taints of a node.
  void see(Node node, Instant now) {
    var known = firstSeen.computeIfAbsent(node.metadata().name(), _ -> new HashMap<>());
    var names = node.taints().stream().map(TaintAges::name).toList();
    known.keySet().retainAll(names);
    names.forEach(name -> known.putIfAbsent(name, now));
  }

  /// Forgets a node that is gone.
  void forget(String node) {
    firstSeen.remove(node);
  }

  /// Returns the taints of a node, each with the time from which it counts.
  List<Taint> dated(Node node) {
    var known = firstSeen.getOrDefault(node.metadata().name(), Map.of());
    return node.taints().stream()
        .map(taint -> {
          var since = taint.timeAdded().or(() -> Optional.ofNullable(known.get(name(taint))));
          return new Taint(taint.key(), taint.value(), taint.effect(), since);
        })
        .toList();
  }

  private static String name(Taint taint) {
    return taint.key() + "=" + taint.value() + ":" + taint.effect();
  }
}
