package timonier.kubelet.http;

import java.io.IOException;
import java.io.OutputStream;
import timonier.pods.objects.ApiException;
import timonier.pods.objects.ObjectKey;
import timonier.pods.runtime.ContainerRuntime;
import timonier.pods.runtime.ContainerRuntime.LogOptions;

/// The logs of a node's containers, found by the names that users know.
public final class ContainerLogs {

  private final ContainerRuntime runtime;
  private final PodContainers containers;

  /// The logs of a runtime's containers.
  public ContainerLogs(ContainerRuntime runtime) {
    this.runtime = runtime;
    this.containers = new PodContainers(runtime);
  }

  /// Writes the log of the newest container with a name, or of the one before it. For a follower,
  /// flushes as soon as the container is found: it may print nothing for long.
  ///
  /// @throws ApiException if there is no such container
  public void write(
      ObjectKey pod, String container, boolean previous, LogOptions options, OutputStream out)
      throws IOException {
    var record =
        containers.of(pod).stream()
            .filter(candidate -> candidate.config().name().equals(container))
            .skip(previous ? 1 : 0)
            .findFirst()
            .orElseThrow(() -> missing(pod, container, previous));
    if (options.follow()) {
      out.flush();
    }
    runtime.logs(record.id(), options, out);
  }

  private static ApiException missing(ObjectKey pod, String container, boolean previous) {
    return ApiException.badRequest(
        "%s \"%s\" in pod \"%s\" not found"
            .formatted(
                previous ? "previous terminated container" : "container", container, pod.name()));
  }
}
