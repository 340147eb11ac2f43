package timonier.kubelet;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import timonier.pods.PodSpec;

/// Which containers of an ending pod to stop at a moment, and how long each may take.
final class StopOrder {

  /// The time that even a container gets that begins to stop when the grace is over, unless the
  /// whole grace is shorter: a program that is killed at once can save nothing. Kubernetes gives
  /// the same (`minimumGracePeriodInSeconds`).
  static final Duration LEAST = Duration.ofSeconds(2);

  /// The containers to stop now, with the time that each may take.
  ///
  /// Sidecars serve the others, so they go last: one after another, the one that started last
  /// first. All others stop side by side. They share the grace, so one that stops later gets only
  /// what is left of it, but never less than [#LEAST], or than the grace if that is shorter.
  /// (Kubernetes, Pod lifecycle, Termination of pods.)
  ///
  /// @param pod the pod's wishes; containers that it does not name stop like those that are no
  ///   sidecars
  /// @param running the names of the containers that still run
  /// @param grace how long the whole pod may take to stop
  /// @param waited how long ago it began to
  /// @return in the order of `running`; empty when nothing runs
  /// @exercise 02-5 Stop sidecars last and in reverse, and give each container what is left of the
  ///   grace.
  static Map<String, Duration> stops(
      PodSpec pod, List<String> running, Duration grace, Duration waited) {
    throw new UnsupportedOperationException("exercise 02-5 is yours to write");
  }

  private StopOrder() {}
}
