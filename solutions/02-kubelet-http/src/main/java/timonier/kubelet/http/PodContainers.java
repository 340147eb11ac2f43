package timonier.kubelet.http;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import timonier.pods.objects.ObjectKey;
import timonier.pods.runtime.ContainerRuntime;
import timonier.pods.runtime.ContainerRuntime.ContainerRecord;
import timonier.pods.runtime.ContainerRuntime.Sandbox;
import timonier.pods.runtime.ContainerRuntime.State;

/// A node's containers and sandboxes, found by the names that users know.
///
/// @param runtime that runs them
record PodContainers(ContainerRuntime runtime) {

  /// The running container with a name; empty if there is none.
  Optional<ContainerRecord> running(ObjectKey pod, String container) {
    return of(pod).stream()
        .filter(record -> record.config().name().equals(container))
        .filter(record -> record.state() == State.RUNNING)
        .findFirst();
  }

  /// The running sandbox of a pod; empty if there is none.
  Optional<Sandbox> sandbox(ObjectKey pod) {
    return runtime.sandboxes().stream()
        .filter(sandbox -> key(sandbox).equals(pod) && sandbox.running())
        .max(Comparator.comparing(Sandbox::createdAt));
  }

  /// A pod's containers, newest first; if two pods had the name, the later one's.
  List<ContainerRecord> of(ObjectKey pod) {
    var mine =
        runtime.sandboxes().stream()
            .filter(sandbox -> key(sandbox).equals(pod))
            .sorted(Comparator.comparing(Sandbox::createdAt).reversed())
            .toList();
    Optional<String> uid = mine.stream().findFirst().map(sandbox -> sandbox.config().uid());
    var ids =
        mine.stream()
            .filter(sandbox -> uid.filter(sandbox.config().uid()::equals).isPresent())
            .map(Sandbox::id)
            .toList();
    return runtime.containers().stream()
        .filter(record -> ids.contains(record.sandboxId()))
        .sorted(
            Comparator.<ContainerRecord>comparingInt(record -> record.config().attempt())
                .reversed())
        .toList();
  }

  private static ObjectKey key(Sandbox sandbox) {
    return new ObjectKey(sandbox.config().namespace(), sandbox.config().name());
  }
}
