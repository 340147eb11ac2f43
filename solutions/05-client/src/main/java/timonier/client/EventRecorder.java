package timonier.client;

import java.util.Optional;
import timonier.kit.loop.EventLoop;
import timonier.pods.ApiException;
import timonier.pods.Event;
import timonier.pods.KubernetesObject;
import timonier.pods.ObjectMeta;
import timonier.pods.ResourceType;
import timonier.pods.ResourceTypes;

/// Tells people what a component did. Events are a courtesy: one that cannot be written is dropped.
public final class EventRecorder {

  private final EventLoop loop;
  private final Client client;
  private final String component;

  /// A recorder for a component.
  public EventRecorder(EventLoop loop, Client client, String component) {
    this.loop = loop;
    this.client = client;
    this.component = component;
  }

  /// Tells that something happened to an object.
  ///
  /// @param type `Normal` or `Warning`
  public <T extends KubernetesObject> void record(
      ResourceType<T> about, T object, String type, String reason, String message) {
    var metadata = object.metadata();
    var namespace = metadata.namespace().isEmpty() ? "default" : metadata.namespace();
    var name = Event.name(metadata.name(), loop.now(), loop.random());
    var now = Optional.of(loop.now());
    var event =
        new Event(
            ObjectMeta.of(namespace, name),
            new Event.Reference(
                about.kind(),
                metadata.namespace(),
                metadata.name(),
                metadata.uid(),
                about.apiVersion(),
                metadata.resourceVersion(),
                ""),
            reason,
            message,
            Optional.of(new Event.Source(component, "")),
            now,
            now,
            1,
            type,
            component,
            "");
    loop.spawn("event", () -> write(event));
  }

  private void write(Event event) {
    try {
      client.create(ResourceTypes.EVENTS, event);
    } catch (ApiException _) {
      // nothing depends on an event
    }
  }
}
