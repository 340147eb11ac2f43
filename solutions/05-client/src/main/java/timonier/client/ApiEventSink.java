package timonier.client;

import timonier.kit.loop.EventLoop;
import timonier.kubelet.ports.EventSink;
import timonier.pods.Pod;
import timonier.pods.ResourceTypes;

/// Writes events about a node's pods to the API server.
public final class ApiEventSink implements EventSink {

  private final EventRecorder recorder;

  /// Writes events about the pods of one node.
  public ApiEventSink(EventLoop loop, Client client, String node) {
    this.recorder = new EventRecorder(loop, client, "kubelet", node);
  }

  @Override
  public void event(Pod pod, String container, Type type, String reason, String message) {
    var part = container.isEmpty() ? "" : "spec.containers{" + container + "}";
    var kind = type == Type.NORMAL ? "Normal" : "Warning";
    recorder.record(ResourceTypes.PODS, pod, part, kind, reason, message);
  }
}
