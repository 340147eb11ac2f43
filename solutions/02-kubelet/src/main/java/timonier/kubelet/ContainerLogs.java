package timonier.kubelet;

import java.io.OutputStream;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import timonier.pods.ApiException;
import timonier.pods.ContainerRuntime;
import timonier.pods.ContainerRuntime.ContainerRecord;
import timonier.pods.ContainerRuntime.LogOptions;
import timonier.pods.ContainerRuntime.Sandbox;
import timonier.pods.ObjectKey;

/// What the containers of a node said, by the names that users know them by.
public final class ContainerLogs {

  private final ContainerRuntime runtime;

  /// The logs of a runtime's containers.
  public ContainerLogs(ContainerRuntime runtime) {
    this.runtime = runtime;
  }

  /// Writes the log of the newest container of a name, or of the one before it.
  ///
  /// @throws ApiException if there is no such container
  public void write(
      ObjectKey pod, String container, boolean previous, LogOptions options, OutputStream out) {
    var record =
        records(pod).stream()
            .filter(candidate -> candidate.config().name().equals(container))
            .skip(previous ? 1 : 0)
            .findFirst()
            .orElseThrow(() -> missing(pod, container, previous));
    runtime.logs(record.id(), options, out);
  }

  private static ApiException missing(ObjectKey pod, String container, boolean previous) {
    return ApiException.badRequest(
        "%s \"%s\" in pod \"%s\" not found"
            .formatted(
                previous ? "previous terminated container" : "container", container, pod.name()));
  }

  /// A pod's containers, the newest first; of two pods that had the name, the later one's.
  private List<ContainerRecord> records(ObjectKey pod) {
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
