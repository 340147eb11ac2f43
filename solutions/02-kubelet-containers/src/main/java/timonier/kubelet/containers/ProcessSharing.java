package timonier.kubelet.containers;

import java.util.Comparator;
import java.util.Optional;
import timonier.pods.Container;
import timonier.pods.PodSpec;
import timonier.pods.runtime.ContainerRuntime;
import timonier.pods.runtime.ContainerRuntime.ContainerRecord;
import timonier.pods.runtime.ContainerRuntime.Sandbox;
import timonier.pods.runtime.PidScope;
import timonier.pods.runtime.RuntimeFailure;

/// Works out which processes a container sees besides its own. (Kubernetes, Share Process Namespace
/// between Containers in a Pod; Debug Running Pods.)
public final class ProcessSharing {

  /// The scope of all containers of a pod.
  public static PidScope of(PodSpec spec) {
    if (spec.hostPID()) {
      return PidScope.NODE;
    }
    return spec.shareProcessNamespace() ? PidScope.POD : PidScope.CONTAINER;
  }

  /// Returns the target of a debug container: the container whose processes it sees.
  ///
  /// @param sandbox of both
  /// @param container the debug container
  /// @return the id; empty if it names none, or if it sees all processes anyway
  /// @throws RuntimeFailure with reason `CreateContainerConfigError` if the target was not made yet
  public static Optional<String> target(
      ContainerRuntime runtime, Sandbox sandbox, Container container) {
    var name = container.targetContainerName();
    if (name.isEmpty()) {
      return Optional.empty();
    }
    var newest =
        runtime.containers().stream()
            .filter(record -> record.sandboxId().equals(sandbox.id()))
            .filter(record -> record.config().name().equals(name))
            .max(Comparator.comparingInt(record -> record.config().attempt()))
            .orElseThrow(() ->
                new RuntimeFailure(
                    "CreateContainerConfigError", "unable to find target container " + name));
    return Optional.of(newest)
        .filter(_ -> sandbox.config().processes() == PidScope.CONTAINER)
        .map(ContainerRecord::id);
  }

  private ProcessSharing() {}
}
