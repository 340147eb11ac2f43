package timonier.client;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import timonier.kit.loop.EventLoop.Cancellable;
import timonier.pods.Event;
import timonier.pods.objects.ApiException;
import timonier.pods.objects.Json;
import timonier.pods.objects.KubernetesObject;
import timonier.pods.objects.ObjectKey;
import timonier.pods.objects.ResourceType;
import timonier.pods.objects.Status;

/// A server of events, in memory.
final class EventBook implements Client {

  private final Map<ObjectKey, Event> events = new LinkedHashMap<>();
  private boolean refuses;

  /// The events that it holds, in the order in which they came.
  List<Event> events() {
    return List.copyOf(events.values());
  }

  /// Refuses all writes from now on.
  void refuse() {
    refuses = true;
  }

  /// Drops all events.
  void clear() {
    events.clear();
  }

  @Override
  public <T extends KubernetesObject> T create(ResourceType<T> type, T object) {
    if (refuses) {
      throw new ApiException(Status.failure(503, "ServiceUnavailable", "it takes nothing"));
    }
    events.put(object.key(), (Event) object);
    return object;
  }

  @Override
  public <T extends KubernetesObject> T patch(ResourceType<T> type, ObjectKey key, Patch patch) {
    var before = events.get(key);
    if (before == null) {
      throw ApiException.notFound(type, key.name());
    }
    var after =
        new Event(
            before.metadata(),
            before.involvedObject(),
            before.reason(),
            before.message(),
            before.source(),
            before.firstTimestamp(),
            Optional.of(Instant.parse(patch.body().path("lastTimestamp").asText())),
            patch.body().path("count").asInt(),
            before.type(),
            before.reportingComponent(),
            before.reportingInstance());
    events.put(key, after);
    return type.recordType().cast(after);
  }

  @Override
  public <T extends KubernetesObject> T create(ResourceType<T> type, String namespace, Json tree) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <T extends KubernetesObject> T get(ResourceType<T> type, ObjectKey key) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <T extends KubernetesObject> ObjectList<T> list(
      ResourceType<T> type, ListOptions options) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <T extends KubernetesObject> void delete(
      ResourceType<T> type, ObjectKey key, DeleteOptions options) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void bind(ObjectKey pod, String uid, String node) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <T extends KubernetesObject> Cancellable watch(
      ResourceType<T> type, ListOptions options, Watcher<T> watcher) {
    throw new UnsupportedOperationException();
  }
}
