package timonier.scheduler;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import timonier.pods.Container;
import timonier.pods.Pod;
import timonier.pods.Quantity;

/// Amounts of resources that nodes have and pods request.
///
/// @param milliCpu processor time, in thousandths of a core
/// @param bytes memory
/// @param pods number of pods
/// @param others everything else by name, as in `ephemeral-storage` or `example.com/gpu`, in whole
///   units
record Resources(long milliCpu, long bytes, long pods, Map<String, Long> others) {

  static final Resources NONE = new Resources(0, 0, 0, Map.of());

  /// The amounts assumed for a container without requests when nodes are compared (Kubernetes:
  /// `DefaultMilliCPURequest`, `DefaultMemoryRequest`).
  private static final Resources USUAL_CONTAINER = new Resources(100, 200L << 20, 0, Map.of());

  private static final List<String> KNOWN = List.of("cpu", "memory", "pods");

  /// Reads amounts from a document; 0 for those that are not in it.
  static Resources of(Map<String, Quantity> amounts) {
    return of(amounts, NONE);
  }

  private static Resources of(Map<String, Quantity> amounts, Resources otherwise) {
    return new Resources(
        Quantity.of(amounts, "cpu").map(Quantity::milli).orElse(otherwise.milliCpu),
        Quantity.of(amounts, "memory").map(Quantity::units).orElse(otherwise.bytes),
        Quantity.of(amounts, "pods").map(Quantity::units).orElse(otherwise.pods),
        others(amounts));
  }

  private static Map<String, Long> others(Map<String, Quantity> amounts) {
    var others = new TreeMap<String, Long>();
    for (var amount : amounts.entrySet()) {
      if (!KNOWN.contains(amount.getKey())) {
        others.put(amount.getKey(), amount.getValue().units());
      }
    }
    return readOnly(others);
  }

  private static Map<String, Long> readOnly(TreeMap<String, Long> amounts) {
    return amounts.isEmpty() ? Map.of() : Collections.unmodifiableMap(amounts);
  }

  /// Returns what a pod requests: the most that runs at one time. That is all its containers and
  /// sidecars together, or an init container with the sidecars that started before it.
  static Resources requestedBy(Pod pod) {
    return most(pod, NONE);
  }

  /// The same, with a usual amount for each container without requests.
  static Resources estimatedFor(Pod pod) {
    return most(pod, USUAL_CONTAINER);
  }

  private static Resources most(Pod pod, Resources otherwise) {
    var most = NONE;
    var sidecars = NONE;
    for (var container : pod.spec().initContainers()) {
      var then = sidecars.plus(of(container, otherwise));
      most = most.orMore(then);
      sidecars = container.isSidecar() ? then : sidecars;
    }
    var together = sidecars;
    for (var container : pod.spec().containers()) {
      together = together.plus(of(container, otherwise));
    }
    most = most.orMore(together);
    return new Resources(most.milliCpu, most.bytes, 1, most.others);
  }

  private static Resources of(Container container, Resources otherwise) {
    return of(container.resources().map(Container.Resources::requests).orElse(Map.of()), otherwise);
  }

  private Resources orMore(Resources other) {
    return combined(other, Math::max);
  }

  Resources plus(Resources other) {
    return combined(other, Long::sum);
  }

  Resources minus(Resources other) {
    return combined(other, (some, others) -> some - others);
  }

  private interface Combination {
    long of(long some, long others);
  }

  private Resources combined(Resources other, Combination combination) {
    return new Resources(
        combination.of(milliCpu, other.milliCpu),
        combination.of(bytes, other.bytes),
        combination.of(pods, other.pods),
        combined(other.others, combination));
  }

  private Map<String, Long> combined(Map<String, Long> more, Combination combination) {
    if (others.isEmpty() && more.isEmpty()) {
      return Map.of();
    }
    var combined = new TreeMap<>(others);
    others.forEach(
        (name, some) -> combined.put(name, combination.of(some, more.getOrDefault(name, 0L))));
    more.forEach((name, amount) -> combined.computeIfAbsent(name, _ -> combination.of(0, amount)));
    return readOnly(combined);
  }

  /// Returns which parts of a request do not fit into this, in Kubernetes' words. A pod that
  /// requests nothing of a resource fits even if that is overcommitted.
  List<String> lacking(Resources request) {
    var lacking = new ArrayList<String>(0);
    if (request.pods > pods) {
      lacking.add("Too many pods");
    }
    if (request.milliCpu > milliCpu && request.milliCpu > 0) {
      lacking.add("Insufficient cpu");
    }
    if (request.bytes > bytes && request.bytes > 0) {
      lacking.add("Insufficient memory");
    }
    request.others.forEach((name, amount) -> {
      if (amount > others.getOrDefault(name, 0L) && amount > 0) {
        lacking.add("Insufficient " + name);
      }
    });
    return lacking;
  }
}
