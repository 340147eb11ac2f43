package timonier.scheduler;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import timonier.pods.objects.ObjectKey;

/// The pods that wait for a node.
///
/// A pod that fits no node waits until something changes; then it is tried again, but not before
/// the end of its pause, which doubles from one second to ten (Kubernetes: `podInitialBackoff`,
/// `podMaxBackoff`).
final class SchedulingQueue {

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private final ArrayDeque<ObjectKey> active = new ArrayDeque<>();
  private final Set<ObjectKey> queued = new LinkedHashSet<>();
  private final Map<ObjectKey, Pause> paused = new HashMap<>();

  private record Pause(int attempts, Instant until, boolean unschedulable) {}

  /// Adds a pod.
  void add(ObjectKey pod) {
    if (!paused.containsKey(pod) || !paused.get(pod).unschedulable()) {
      offer(pod);
    }
  }

  private void offer(ObjectKey pod) {
    if (queued.add(pod)) {
      active.add(pod);
    }
  }

  /// Removes and returns the next pod to try.
  Optional<ObjectKey> next() {
    var pod = active.poll();
    if (pod != null) {
      queued.remove(pod);
    }
    return Optional.ofNullable(pod);
  }

  /// Queues a pod again after it fitted no node, or the attempt failed.
  ///
  /// @return how long it must wait at least
  Duration failed(ObjectKey pod, Instant now, boolean unschedulable) {
    var attempts = paused.containsKey(pod) ? paused.get(pod).attempts() + 1 : 1;
    var pause = FIRST_PAUSE.multipliedBy(1L << Math.min(attempts - 1, 4));
    var delay = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    paused.put(pod, new Pause(attempts, now.plus(delay), unschedulable));
    return delay;
  }

  /// Forgets a pod that has a node, or is gone.
  void forget(ObjectKey pod) {
    paused.remove(pod);
  }

  /// Queues pods whose pause is over. Called when something changed, or time passed.
  void retry(Instant now) {
    var due = paused.entrySet().stream().filter(e -> !e.getValue().until().isAfter(now)).toList();
    due.stream().map(Map.Entry::getKey).sorted().forEach(this::offer);
  }
}
