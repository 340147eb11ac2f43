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
    var metadata = pod.metadata();
    var name = metadata.name() + "." + Long.toHexString(loop.random().nextLong());
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
        "FailedScheduling",
        message,
        Optional.of(new Event.Source("default-scheduler", "")),
        now,
        now,
        1,
        "Warning",
        "default-scheduler",
        "");
  }

  private SchedulingEvents() {}
}
