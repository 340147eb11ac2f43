package timonier.client;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import timonier.kubelet.containers.PodConditions;
import timonier.kubelet.ports.PodStatusSink;
import timonier.pods.Pod;
import timonier.pods.PodStatus;
import timonier.pods.ResourceTypes;
import timonier.pods.objects.ApiException;
import timonier.pods.objects.JsonFormat;

/// Writes the status of pods to the API server.
public final class ApiPodStatusSink implements PodStatusSink {

  private final Client client;

  /// Writes to a server.
  public ApiPodStatusSink(Client client) {
    this.client = client;
  }

  @Override
  public void status(Pod pod, PodStatus status) {
    var body = JsonNodeFactory.instance.objectNode();
    var tree = (ObjectNode) JsonFormat.tree(status);
    for (var field : new String[] {"message", "reason", "podIP", "podIPs"}) {
      if (!tree.has(field)) {
        tree.putNull(field);
      }
    }
    // Conditions are merged one by one: fields of an old one must not stay.
    for (var condition : tree.path("conditions")) {
      for (var field : new String[] {"message", "reason"}) {
        if (!condition.has(field)) {
          ((ObjectNode) condition).putNull(field);
        }
      }
    }
    leaveOut(tree.withArray("conditions"), PodConditions.OF_RESIZE);
    body.set("status", tree);
    var patch = Patch.strategic(body).to("status").ifUid(pod.metadata().uid());
    unlessGone(pod, () -> client.patch(ResourceTypes.PODS, pod.key(), patch));
  }

  /// Removes conditions that are no longer reported.
  private static void leaveOut(ArrayNode conditions, List<String> types) {
    for (var type : types) {
      if (conditions.valueStream().noneMatch(told -> told.path("type").asText().equals(type))) {
        conditions.addObject().put("type", type).put("$patch", "delete");
      }
    }
  }

  @Override
  public void deleted(Pod pod) {
    var now = DeleteOptions.of(pod.metadata().uid()).within(0);
    unlessGone(pod, () -> client.delete(ResourceTypes.PODS, pod.key(), now));
  }

  /// Writes for a pod, unless it is gone or another one has its name.
  private void unlessGone(Pod pod, Runnable write) {
    try {
      write.run();
    } catch (ApiException refusal) {
      if (!refusal.is("NotFound") && !(refusal.is("Conflict") && isReplaced(pod))) {
        throw refusal;
      }
    }
  }

  /// A node may read its own pods only: a pod that is gone, or on another node, is forbidden.
  private boolean isReplaced(Pod pod) {
    try {
      var found = client.get(ResourceTypes.PODS, pod.key());
      return !found.metadata().uid().equals(pod.metadata().uid());
    } catch (ApiException refusal) {
      if (refusal.is("NotFound") || refusal.is("Forbidden")) {
        return true;
      }
      throw refusal;
    }
  }
}
