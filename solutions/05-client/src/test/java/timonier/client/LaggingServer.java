package timonier.client;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import timonier.kit.loop.EventLoop.Cancellable;
import timonier.pods.Node;
import timonier.pods.objects.ApiException;
import timonier.pods.objects.Json;
import timonier.pods.objects.JsonFormat;
import timonier.pods.objects.KubernetesObject;
import timonier.pods.objects.ObjectKey;
import timonier.pods.objects.ResourceType;
import timonier.pods.objects.Status;

/// A server of nodes whose watch delivers events, and whose answers get lost, when a test says so.
final class LaggingServer implements Client {

  private final Map<ObjectKey, Node> nodes = new TreeMap<>();
  private final ArrayDeque<Runnable> untold = new ArrayDeque<>();
  private final List<String> asked = new ArrayList<>();
  private Optional<Watcher<Node>> watcher = Optional.empty();
  private long version = 10;
  private boolean losesAnswers;
  private boolean isAway;

  /// From now on carries out every write, and loses its answer.
  void loseAnswers() {
    losesAnswers = true;
  }

  /// Makes it refuse all requests, or answer again.
  void away(boolean isAway) {
    this.isAway = isAway;
  }

  /// Delivers all pending events.
  void tell() {
    while (!untold.isEmpty()) {
      untold.remove().run();
    }
  }

  /// Delivers the oldest pending event.
  void tellOne() {
    untold.remove().run();
  }

  /// Drops all pending events, and delivers a bookmark.
  void skip() {
    untold.clear();
    watcher.orElseThrow().bookmark(Long.toString(version));
  }

  /// The names that were asked for singly.
  List<String> asked() {
    return asked;
  }

  private void requireHere() {
    if (isAway) {
      throw new ApiException(Status.failure(503, "ServiceUnavailable", "it is away"));
    }
  }

  private <A> A answer(A answer) {
    if (losesAnswers) {
      losesAnswers = false;
      throw new ApiException(Status.failure(504, "Timeout", "the answer was lost"));
    }
    return answer;
  }

  private void happened(EventType what, Node node) {
    untold.add(() -> watcher.orElseThrow().event(what, node));
  }

  static Node node(String name, String uid, long version) {
    var json = "{\"metadata\":{\"name\":\"%s\",\"uid\":\"%s\",\"resourceVersion\":\"%d\"}}";
    var bytes = json.formatted(name, uid, version).getBytes(StandardCharsets.UTF_8);
    return JsonFormat.read(bytes, Node.class);
  }

  @Override
  @SuppressWarnings("unchecked") // it has nodes only
  public <T extends KubernetesObject> T get(ResourceType<T> type, ObjectKey key) {
    requireHere();
    asked.add(key.name());
    var found = nodes.get(key);
    if (found == null) {
      throw ApiException.notFound(type, key.name());
    }
    return (T) found;
  }

  @Override
  @SuppressWarnings("unchecked") // it has nodes only
  public <T extends KubernetesObject> ObjectList<T> list(
      ResourceType<T> type, ListOptions options) {
    return new ObjectList<>((List<T>) List.copyOf(nodes.values()), Long.toString(version));
  }

  @Override
  public <T extends KubernetesObject> T create(ResourceType<T> type, T object) {
    return create(type, "", Json.of(JsonFormat.tree(type, object)));
  }

  @Override
  @SuppressWarnings("unchecked") // it has nodes only
  public <T extends KubernetesObject> T create(ResourceType<T> type, String namespace, Json tree) {
    requireHere();
    var name = tree.at("/metadata/name").tree().asText();
    if (nodes.containsKey(ObjectKey.of(name))) {
      throw ApiException.alreadyExists(type, name);
    }
    version++;
    var node = node(name, "uid-" + version, version);
    nodes.put(node.key(), node);
    happened(EventType.ADDED, node);
    return (T) answer(node);
  }

  @Override
  @SuppressWarnings("unchecked") // it has nodes only
  public <T extends KubernetesObject> T patch(ResourceType<T> type, ObjectKey key, Patch patch) {
    requireHere();
    var before = Optional.ofNullable(nodes.get(key)).orElseThrow();
    var changed = node(key.name(), before.metadata().uid(), ++version);
    nodes.put(key, changed);
    happened(EventType.MODIFIED, changed);
    return (T) answer(changed);
  }

  @Override
  public <T extends KubernetesObject> void delete(
      ResourceType<T> type, ObjectKey key, DeleteOptions options) {
    requireHere();
    var gone = nodes.remove(key);
    if (gone == null) {
      throw ApiException.notFound(type, key.name());
    }
    happened(EventType.DELETED, node(key.name(), gone.metadata().uid(), ++version));
    var _ = answer(gone);
  }

  @Override
  public void bind(ObjectKey pod, String uid, String node) {
    throw new UnsupportedOperationException();
  }

  @Override
  @SuppressWarnings("unchecked") // it has nodes only
  public <T extends KubernetesObject> Cancellable watch(
      ResourceType<T> type, ListOptions options, Watcher<T> watcher) {
    this.watcher = Optional.of((Watcher<Node>) watcher);
    return () -> {};
  }
}
