package timonier.scheduler;

import timonier.client.Client;
import timonier.client.OwnWrites;
import timonier.kit.loop.EventLoop;
import timonier.pods.Pod;
import timonier.pods.objects.ApiException;

/// Writes the bindings of pods to nodes that the scheduler chose.
final class Binder {

  /// Called on the loop when a binding was refused, or its outcome is unknown.
  interface Failures {
    /// The server refused: the pod has no node.
    void refused(Pod pod);

    /// It is unknown whether the pod has its node.
    void unclear(Pod pod);
  }

  private final EventLoop loop;
  private final Client client;
  private final SchedulingReports reports;
  private final Failures failures;

  Binder(EventLoop loop, Client client, SchedulingReports reports, Failures failures) {
    this.loop = loop;
    this.client = client;
    this.reports = reports;
    this.failures = failures;
  }

  /// Binds a pod to a node, concurrently with the loop's other work.
  void bind(Pod pod, String node) {
    loop.spawn("bind", () -> write(pod, node));
  }

  private void write(Pod pod, String node) {
    try {
      client.bind(pod.key(), pod.metadata().uid(), node);
    } catch (ApiException refusal) {
      var isUnclear = OwnWrites.isUnclear(refusal);
      loop.run(() -> tell(pod, isUnclear));
      return;
    } catch (RuntimeException bug) {
      loop.run(() -> failures.unclear(pod));
      throw bug;
    }
    reports.scheduled(pod, node);
  }

  private void tell(Pod pod, boolean isUnclear) {
    if (isUnclear) {
      failures.unclear(pod);
    } else {
      failures.refused(pod);
    }
  }
}
