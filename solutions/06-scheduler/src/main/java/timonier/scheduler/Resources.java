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

  /// What a pod asks for: the most that runs at one time. That is all its containers and sidecars
  /// together, or an init container with the sidecars that started before it.
  static Resources of(Pod pod) {
    var most = NONE;
    var sidecars = NONE;
    for (var container : pod.spec().initContainers()) {
      var then = sidecars.plus(of(container));
      most = most.orMore(then);
      sidecars = container.isSidecar() ? then : sidecars;
    }
    var together = sidecars;
    for (var container : pod.spec().containers()) {
      together = together.plus(of(container));
    }
    most = most.orMore(together);
    return new Resources(most.milliCpu, most.bytes, 1);
  }

  private Resources orMore(Resources other) {
    return new Resources(
        Math.max(milliCpu, other.milliCpu),
        Math.max(bytes, other.bytes),
        Math.max(pods, other.pods));
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
