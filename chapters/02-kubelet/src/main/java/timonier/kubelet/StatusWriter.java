package timonier.kubelet;

import java.time.Duration;
import java.util.Optional;
import timonier.kit.loop.EventLoop;
import timonier.kubelet.containers.PodConditions;
import timonier.pods.Json;
import timonier.pods.Pod;
import timonier.pods.PodCondition;
import timonier.pods.PodStatus;

/// Sees to it that the cluster knows the status of one pod: one write at a time, none where nothing
/// changed, and another try where one failed.
///
/// What the cluster says the status is may be older than what was just written; then the same is
/// written once more, which changes nothing there.
final class StatusWriter {

  private static final Duration RETRY = Duration.ofSeconds(1);

  private final EventLoop loop;
  private final PodStatusSink sink;
  private final Runnable written;
  private Optional<Pod> pod = Optional.empty();
  private Optional<PodStatus> wanted = Optional.empty();
  private Optional<PodStatus> known = Optional.empty();
  private Optional<PodStatus> meanwhile = Optional.empty();
  private boolean writing;
  private boolean closed;

  /// @param written is run after each write that succeeded
  StatusWriter(EventLoop loop, PodStatusSink sink, Runnable written) {
    this.loop = loop;
    this.sink = sink;
    this.written = written;
  }

  /// The cluster has the pod like this.
  void seen(Pod seen) {
    pod = Optional.of(seen);
    if (writing) {
      meanwhile = seen.status();
    } else {
      known = seen.status();
      next();
    }
  }

  /// The pod's status is this.
  void write(PodStatus status) {
    wanted = Optional.of(status);
    next();
  }

  /// Whether the last status is known to the cluster.
  boolean isDone() {
    return !writing && (wanted.isEmpty() || isKnown(wanted.get()));
  }

  private boolean isKnown(PodStatus status) {
    return known.filter(before -> own(before).equals(own(status))).isPresent();
  }

  /// What of a status is the kubelet's: not the conditions that others write, nor what the server
  /// itself adds.
  private static Json own(PodStatus status) {
    return Json.from(
        new PodStatus(
            status.phase(),
            status.conditions().stream()
                .filter(condition -> PodConditions.OF_KUBELET.contains(condition.type()))
                .sorted(java.util.Comparator.comparing(PodCondition::type))
                .toList(),
            status.message(),
            status.reason(),
            status.hostIP(),
            status.podIP(),
            status.podIPs(),
            status.startTime(),
            status.initContainerStatuses(),
            status.containerStatuses(),
            status.ephemeralContainerStatuses(),
            "",
            status.observedGeneration()));
  }

  private void next() {
    if (closed || writing || pod.isEmpty() || wanted.isEmpty() || isKnown(wanted.get())) {
      return;
    }
    writing = true;
    var target = pod.get();
    var status = wanted.get();
    loop.spawn(
        "status of pod " + target.key(),
        () -> {
          var failed = failure(target, status);
          loop.run(() -> wrote(status, failed));
        });
  }

  private boolean failure(Pod target, PodStatus status) {
    try {
      sink.status(target, status);
      return false;
    } catch (RuntimeException _) {
      return true;
    }
  }

  /// What was seen while it wrote may be older than what was written, or newer: somebody else may
  /// have written right after. To believe what was seen costs at most a write that changes nothing.
  private void wrote(PodStatus status, boolean failed) {
    writing = false;
    known = meanwhile.or(() -> failed ? known : Optional.of(status));
    meanwhile = Optional.empty();
    if (failed) {
      loop.after(RETRY, this::next);
      return;
    }
    next();
    written.run();
  }

  /// Writes nothing more.
  void close() {
    closed = true;
  }
}
