package timonier.client;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import timonier.kit.loop.EventLoop;
import timonier.kubelet.EventSink;
import timonier.pods.ApiException;
import timonier.pods.Event;
import timonier.pods.JsonFormat;
import timonier.pods.ObjectKey;
import timonier.pods.ObjectMeta;
import timonier.pods.Pod;
import timonier.pods.ResourceTypes;

/// Tells people, through the API server, what happens to pods. The same told again raises the count
/// of the first telling; what cannot be written is dropped.
public final class ApiEventSink implements EventSink {

  /// How many tellings are remembered, for their counts.
  private static final int REMEMBERED = 1000;

  private final EventLoop loop;
  private final Client client;
  private final String node;
  private final Map<String, Told> told = new LinkedHashMap<>();

  private record Told(ObjectKey key, int count) {}

  /// Tells of a node's pods.
  public ApiEventSink(EventLoop loop, Client client, String node) {
    this.loop = loop;
    this.client = client;
    this.node = node;
  }

  @Override
  public void event(Pod pod, String container, Type type, String reason, String message) {
    loop.run(() -> tell(pod, container, type, reason, message));
  }

  private void tell(Pod pod, String container, Type type, String reason, String message) {
    var same = pod.metadata().uid() + "/" + container + "/" + reason + "/" + message;
    var before = told.get(same);
    if (before != null) {
      var again = new Told(before.key(), before.count() + 1);
      told.put(same, again);
      loop.spawn("event", () -> raise(again));
      return;
    }
    var metadata = pod.metadata();
    var name = Event.name(metadata.name(), loop.now(), loop.random());
    var key = new ObjectKey(metadata.namespace(), name);
    told.put(same, new Told(key, 1));
    if (told.size() > REMEMBERED) {
      told.remove(told.keySet().iterator().next());
    }
    var event = event(pod, container, type, reason, message, key);
    loop.spawn("event", () -> write(event));
  }

  private Event event(
      Pod pod, String container, Type type, String reason, String message, ObjectKey key) {
    var metadata = pod.metadata();
    var now = Optional.of(loop.now());
    return new Event(
        ObjectMeta.of(key.namespace(), key.name()),
        new Event.Reference(
            "Pod",
            metadata.namespace(),
            metadata.name(),
            metadata.uid(),
            "v1",
            metadata.resourceVersion(),
            container.isEmpty() ? "" : "spec.containers{" + container + "}"),
        reason,
        message,
        Optional.of(new Event.Source("kubelet", node)),
        now,
        now,
        1,
        type == Type.NORMAL ? "Normal" : "Warning",
        "kubelet",
        node);
  }

  private void write(Event event) {
    try {
      client.create(ResourceTypes.EVENTS, event);
    } catch (ApiException _) {
      // nothing depends on an event
    }
  }

  private void raise(Told again) {
    var body = JsonNodeFactory.instance.objectNode();
    body.put("count", again.count()).set("lastTimestamp", JsonFormat.tree(loop.now()));
    try {
      client.patch(ResourceTypes.EVENTS, again.key(), Patch.merge(body));
    } catch (ApiException _) {
      // nothing depends on an event
    }
  }
}
