package timonier.kubelet;

import timonier.pods.Container;
import timonier.pods.PodSpec;

/// Which containers run again after their end, decided from what a pod's author asked for.
final class RestartPolicy {

  /// Whether a container that ended must run again.
  ///
  /// A container's own policy goes before its pod's, and its rules go before both. An init
  /// container has done its work once it ended well, except a sidecar, which always runs again.
  /// (Kubernetes, Pod lifecycle, Individual container restart policy and rules.)
  ///
  /// @param pod the pod's wishes; an empty policy stands for `Always`
  /// @param container one of its containers or init containers
  /// @param exitCode how it ended
  /// @exercise 02-1 Say whether a container that ended is to run again.
  static boolean again(PodSpec pod, Container container, int exitCode) {
    throw new UnsupportedOperationException("exercise 02-1 is yours to write");
  }

  private RestartPolicy() {}
}
