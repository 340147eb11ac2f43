package timonier.kubelet.ports;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import timonier.kit.loop.EventLoop;
import timonier.pods.Pod;
import timonier.pods.PodCondition;
import timonier.pods.PodStatus;
import timonier.pods.objects.Json;

/// Keeps the status of one pod in the cluster up to date: one write at a time, none if nothing
/// changed, and another try after one that failed.
///
/// The status that the cluster shows may be older than the last write. Then the same status is
/// written once more, which changes nothing there.
public final class StatusWriter {

  private static final Duration RETRY = Duration.ofSeconds(1);

  private final EventLoop loop;
  private final PodStatusSink sink;
  private final List<String> conditions;
  private final Runnable written;
  private Optional<Pod> pod = Optional.empty();
  private Optional<PodStatus> wanted = Optional.empty();
  private Optional<PodStatus> known = Optional.empty();
  private Optional<PodStatus> meanwhile = Optional.empty();
  private boolean writing;
  private boolean closed;

  /// A writer that has nothing to write yet.
  ///
  /// @param conditions the types of the conditions that the kubelet decides; of all others a status
  ///   may know less than the cluster
  /// @param written called after each write that succeeded
  public StatusWriter(
      EventLoop loop, PodStatusSink sink, List<String> conditions, Runnable written) {
    this.loop = loop;
    this.sink = sink;
    this.conditions = conditions;
    this.written = written;
  }

  /// Takes note of the pod as the cluster has it.
  public void seen(Pod seen) {
    pod = Optional.of(seen);
    if (writing) {
      meanwhile = seen.status();
    } else {
      known = seen.status();
      next();
    }
  }

  /// Writes a status unless the cluster has it already.
  public void write(PodStatus status) {
    wanted = Optional.of(status);
    next();
  }

  /// Whether the cluster has the last status.
  public boolean isDone() {
    return !writing && (wanted.isEmpty() || isKnown(wanted.get()));
  }

  private boolean isKnown(PodStatus status) {
    return known.filter(before -> own(before).equals(own(status))).isPresent();
  }

  /// The part of a status that the kubelet decides: without conditions that others write and fields
  /// that the server adds.
  private Json own(PodStatus status) {
    return Json.from(
        new PodStatus(
            status.phase(),
            status.conditions().stream()
                .filter(condition -> conditions.contains(condition.type()))
                .sorted(Comparator.comparing(PodCondition::type))
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

  /// A status seen during the write may be older than the write, or newer: somebody else may have
  /// written right after. Believing it costs at most one write that changes nothing.
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

  /// Ends all writing.
  public void close() {
    closed = true;
  }
}
