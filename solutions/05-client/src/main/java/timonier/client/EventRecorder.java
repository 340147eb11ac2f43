package timonier.client;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import timonier.kit.loop.EventLoop;
import timonier.pods.Event;
import timonier.pods.ResourceTypes;
import timonier.pods.objects.ApiException;
import timonier.pods.objects.JsonFormat;
import timonier.pods.objects.KubernetesObject;
import timonier.pods.objects.ObjectMeta;
import timonier.pods.objects.ResourceType;

/// Writes events that tell users what a component did. A repeated event raises the count of the
/// first one. Nothing depends on events: one that cannot be written is dropped.
public final class EventRecorder {

  /// How many events are remembered, for their counts (client-go: 4096 in its cache).
  private static final int REMEMBERED = 1000;

  private final EventLoop loop;
  private final Client client;
  private final String component;
  private final String host;

  /// The last events, by their content; used by tasks of the loop only.
  private final SequencedMap<String, Event> told = new LinkedHashMap<>();

  /// A recorder for a component that a cluster has once.
  public EventRecorder(EventLoop loop, Client client, String component) {
    this(loop, client, component, "");
  }

  /// A recorder for a component.
  ///
  /// @param host the node on which it is; empty for none
  EventRecorder(EventLoop loop, Client client, String component, String host) {
    this.loop = loop;
    this.client = client;
    this.component = component;
    this.host = host;
  }

  /// Records that something happened to an object. May be called from any thread.
  ///
  /// @param type `Normal` or `Warning`
  public <T extends KubernetesObject> void record(
      ResourceType<T> about, T object, String type, String reason, String message) {
    record(about, object, "", type, reason, message);
  }

  /// Records that something happened to a part of an object.
  ///
  /// @param part the part, as in `spec.containers{web}`; empty for the whole
  /// @param type `Normal` or `Warning`
  <T extends KubernetesObject> void record(
      ResourceType<T> about, T object, String part, String type, String reason, String message) {
    var event = event(reference(about, object, part), type, reason, message);
    var same = String.join("/", object.metadata().uid(), part, type, reason, message);
    loop.run(() -> tell(same, event));
  }

  private void tell(String same, Event event) {
    var before = told.get(same);
    if (before == null) {
      remember(same, event);
      loop.spawn("event", () -> create(event));
    } else {
      var again = again(before, event.lastTimestamp());
      remember(same, again);
      loop.spawn("event", () -> raise(again));
    }
  }

  private void remember(String same, Event event) {
    told.putLast(same, event);
    if (told.size() > REMEMBERED) {
      told.pollFirstEntry();
    }
  }

  private static <T extends KubernetesObject> Event.Reference reference(
      ResourceType<T> about, T object, String part) {
    var metadata = object.metadata();
    return new Event.Reference(
        about.kind(),
        metadata.namespace(),
        metadata.name(),
        metadata.uid(),
        about.apiVersion(),
        metadata.resourceVersion(),
        part);
  }

  private Event event(Event.Reference about, String type, String reason, String message) {
    var namespace = about.namespace().isEmpty() ? "default" : about.namespace();
    var now = Optional.of(loop.now());
    return new Event(
        ObjectMeta.of(namespace, Event.name(about.name(), loop.now(), loop.random())),
        about,
        reason,
        message,
        Optional.of(new Event.Source(component, host)),
        now,
        now,
        1,
        type,
        component,
        host);
  }

  private static Event again(Event before, Optional<Instant> now) {
    return new Event(
        before.metadata(),
        before.involvedObject(),
        before.reason(),
        before.message(),
        before.source(),
        before.firstTimestamp(),
        now,
        before.count() + 1,
        before.type(),
        before.reportingComponent(),
        before.reportingInstance());
  }

  private void create(Event event) {
    try {
      client.create(ResourceTypes.EVENTS, event);
    } catch (ApiException _) {
      // nothing depends on an event
    }
  }

  /// Raises the count of an event. If the server no longer has it, writes it as a new one.
  private void raise(Event event) {
    var body = JsonNodeFactory.instance.objectNode();
    body.put("count", event.count());
    body.set("lastTimestamp", JsonFormat.tree(event.lastTimestamp().orElseThrow()));
    try {
      client.patch(ResourceTypes.EVENTS, event.key(), Patch.merge(body));
    } catch (ApiException refusal) {
      if (refusal.is("NotFound")) {
        create(event);
      }
    }
  }
}
