package timonier.scheduler;

import java.util.List;
import java.util.Map;
import timonier.pods.Container;
import timonier.pods.Pod;
import timonier.pods.Quantity;

/// Amounts of what nodes have and pods ask for.
///
/// @param milliCpu processor time, in thousandths of a core
/// @param bytes memory
/// @param pods number of pods
record Resources(long milliCpu, long bytes, long pods) {

  static final Resources NONE = new Resources(0, 0, 0);

  /// What a pod asks for: all its containers together, or its greediest init container, whichever
  /// is more.
  static Resources of(Pod pod) {
    var together = NONE;
    for (var container : pod.spec().containers()) {
      together = together.plus(of(container));
    }
    for (var container : pod.spec().initContainers()) {
      var alone = of(container);
      together =
          new Resources(
              Math.max(together.milliCpu, alone.milliCpu),
              Math.max(together.bytes, alone.bytes),
              0);
    }
    return new Resources(together.milliCpu, together.bytes, 1);
  }

  private static Resources of(Container container) {
    Map<String, Quantity> requests =
        container.resources().map(Container.Resources::requests).orElse(Map.of());
    return of(requests, 0);
  }

  /// The amounts in a map, as in a node's `allocatable`.
  ///
  /// @param pods the number of pods where the map says nothing of it
  static Resources of(Map<String, Quantity> amounts, long pods) {
    return new Resources(
        Quantity.of(amounts, "cpu").map(Quantity::milli).orElse(0L),
        Quantity.of(amounts, "memory").map(Quantity::units).orElse(0L),
        Quantity.of(amounts, "pods").map(Quantity::units).orElse(pods));
  }

  Resources plus(Resources other) {
    return new Resources(milliCpu + other.milliCpu, bytes + other.bytes, pods + other.pods);
  }

  Resources minus(Resources other) {
    return new Resources(milliCpu - other.milliCpu, bytes - other.bytes, pods - other.pods);
  }

  /// What of a request does not fit into this, in Kubernetes' words.
  List<String> lacking(Resources request) {
    if (request.pods <= pods && request.milliCpu <= milliCpu && request.bytes <= bytes) {
      return List.of();
    }
    var lacking = new java.util.ArrayList<String>(3);
    if (request.pods > pods) {
      lacking.add("Too many pods");
    }
    if (request.milliCpu > milliCpu && request.milliCpu > 0) {
      lacking.add("Insufficient cpu");
    }
    if (request.bytes > bytes && request.bytes > 0) {
      lacking.add("Insufficient memory");
    }
    return lacking;
  }
}
