package timonier.scheduler;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import timonier.client.Client;
import timonier.client.EventRecorder;
import timonier.client.Patch;
import timonier.kit.loop.EventLoop;
import timonier.pods.Pod;
import timonier.pods.PodCondition;
import timonier.pods.ResourceTypes;
import timonier.pods.objects.ApiException;
import timonier.pods.objects.JsonFormat;

/// Reports on the scheduling of pods for users: events, and the condition `PodScheduled` while a
/// pod waits. Events carry the scheduler's name in the pod.
final class SchedulingReports {

  private static final String CONDITION = "PodScheduled";

  private final EventLoop loop;
  private final Client client;

  SchedulingReports(EventLoop loop, Client client) {
    this.loop = loop;
    this.client = client;
  }

  /// Reports that a pod has a node.
  void scheduled(Pod pod, String node) {
    record(pod, "Normal", "Scheduled", "Successfully assigned %s to %s".formatted(pod.key(), node));
  }

  /// Reports that a pod fits no node, unless its condition says so already.
  void unschedulable(Pod pod, String message) {
    var isKnown = pod.condition(CONDITION).filter(c -> c.message().equals(message)).isPresent();
    if (isKnown) {
      return;
    }
    var condition =
        new PodCondition(
            CONDITION,
            "False",
            "Unschedulable",
            message,
            Optional.empty(),
            Optional.of(loop.now().truncatedTo(ChronoUnit.SECONDS)));
    var body = JsonNodeFactory.instance.objectNode();
    body.putObject("status").putArray("conditions").add(JsonFormat.tree(condition));
    try {
      client.patch(
          ResourceTypes.PODS,
          pod.key(),
          Patch.strategic(body).to("status").ifUid(pod.metadata().uid()));
      record(pod, "Warning", "FailedScheduling", message);
    } catch (ApiException _) {
      // nothing depends on the report; the next attempt makes another
    }
  }

  private void record(Pod pod, String type, String reason, String message) {
    var events = new EventRecorder(loop, client, pod.spec().schedulerName());
    events.record(ResourceTypes.PODS, pod, type, reason, message);
  }
}
