package timonier.scheduler;

import java.util.Optional;
import timonier.kit.loop.EventLoop;
import timonier.pods.Event;
import timonier.pods.ObjectMeta;
import timonier.pods.Pod;

/// What the scheduler tells people about pods.
final class SchedulingEvents {

  /// No node would have a pod.
  static Event failed(Pod pod, String message, EventLoop loop) {
    return event(pod, "Warning", "FailedScheduling", message, loop);
  }

  /// A pod has got a node.
  static Event scheduled(Pod pod, String node, EventLoop loop) {
    var message = "Successfully assigned %s to %s".formatted(pod.key(), node);
    return event(pod, "Normal", "Scheduled", message, loop);
  }

  private static Event event(Pod pod, String type, String reason, String message, EventLoop loop) {
    var metadata = pod.metadata();
    var name = Event.name(metadata.name(), loop.now(), loop.random());
    var now = Optional.of(loop.now());
    return new Event(
        ObjectMeta.of(metadata.namespace(), name),
        new Event.Reference(
            "Pod",
            metadata.namespace(),
            metadata.name(),
            metadata.uid(),
            "v1",
            metadata.resourceVersion(),
            ""),
        reason,
        message,
        Optional.of(new Event.Source("default-scheduler", "")),
        now,
        now,
        1,
        type,
        "default-scheduler",
        "");
  }

  private SchedulingEvents() {}
}
