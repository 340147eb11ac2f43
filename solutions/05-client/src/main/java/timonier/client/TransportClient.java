package timonier.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import timonier.apiserver.requests.ApiRequest;
import timonier.apiserver.requests.ApiResponse;
import timonier.apiserver.requests.Transport;
import timonier.apiserver.requests.User;
import timonier.apiserver.requests.WatchEvent;
import timonier.kit.loop.EventLoop.Cancellable;
import timonier.pods.ResourceTypes;
import timonier.pods.objects.ApiException;
import timonier.pods.objects.Json;
import timonier.pods.objects.JsonFormat;
import timonier.pods.objects.KubernetesObject;
import timonier.pods.objects.ObjectKey;
import timonier.pods.objects.ResourceType;
import timonier.pods.objects.Status;

/// A client over a [Transport].
public final class TransportClient implements Client {

  /// How many objects a list asks for at once, as in Kubernetes' own clients: so neither side holds
  /// the JSON of all of them.
  private static final int PAGE = 500;

  private final Transport transport;
  private final User user;

  /// Makes a client.
  ///
  /// @param user who the client is, for transports that trust it; its name goes with each write
  public TransportClient(Transport transport, User user) {
    this.transport = transport;
    this.user = user;
  }

  @Override
  public <T extends KubernetesObject> T get(ResourceType<T> type, ObjectKey key) {
    return read(type, call("GET", type.path(key), Map.of()));
  }

  @Override
  public <T extends KubernetesObject> ObjectList<T> list(
      ResourceType<T> type, ListOptions options) {
    var path = type.path(new ObjectKey(options.namespace(), ""));
    var query = new LinkedHashMap<>(options.query());
    query.put("limit", List.of(Integer.toString(PAGE)));
    var items = new ArrayList<T>();
    while (true) {
      var page = JsonFormat.parse(call("GET", path, query).body());
      page.path("items").forEach(item -> items.add(JsonFormat.read(item, type.recordType())));
      var next = page.at("/metadata/continue").asText();
      if (next.isEmpty()) {
        return new ObjectList<>(items, page.at("/metadata/resourceVersion").asText());
      }
      query.remove("resourceVersion");
      query.put("continue", List.of(next));
    }
  }

  @Override
  public <T extends KubernetesObject> T create(ResourceType<T> type, T object) {
    return create(type, object.metadata().namespace(), Json.of(JsonFormat.tree(type, object)));
  }

  @Override
  public <T extends KubernetesObject> T create(ResourceType<T> type, String namespace, Json tree) {
    var path = type.path(new ObjectKey(namespace, ""));
    return read(type, call("POST", path, manager(), "application/json", tree.tree()));
  }

  @Override
  public <T extends KubernetesObject> T patch(ResourceType<T> type, ObjectKey key, Patch patch) {
    var path = type.path(key) + (patch.subresource().isEmpty() ? "" : "/" + patch.subresource());
    return read(type, call("PATCH", path, manager(), patch.contentType(), patch.body()));
  }

  @Override
  public <T extends KubernetesObject> void delete(
      ResourceType<T> type, ObjectKey key, DeleteOptions options) {
    call("DELETE", type.path(key), Map.of(), "application/json", options.body());
  }

  @Override
  public void bind(ObjectKey pod, String uid, String node) {
    var binding = JsonNodeFactory.instance.objectNode();
    binding.put("apiVersion", "v1").put("kind", "Binding");
    binding.putObject("metadata").put("name", pod.name()).put("uid", uid);
    binding.putObject("target").put("kind", "Node").put("name", node);
    var path = ResourceTypes.PODS.path(pod) + "/binding";
    call("POST", path, manager(), "application/json", binding);
  }

  private Map<String, List<String>> manager() {
    return Map.of("fieldManager", List.of(user.program()));
  }

  private ApiResponse call(String method, String path, Map<String, List<String>> query) {
    return accept(transport.call(ApiRequest.of(method, path, query, user)));
  }

  private ApiResponse call(
      String method,
      String path,
      Map<String, List<String>> query,
      String contentType,
      JsonNode body) {
    return accept(
        transport.call(ApiRequest.of(method, path, query, contentType, body.toString(), user)));
  }

  private static ApiResponse accept(ApiResponse response) {
    if (response.code() >= 300) {
      throw new ApiException(JsonFormat.read(JsonFormat.parse(response.body()), Status.class));
    }
    return response;
  }

  private static <T extends KubernetesObject> T read(ResourceType<T> type, ApiResponse response) {
    return JsonFormat.read(response.body(), type.recordType());
  }

  @Override
  public <T extends KubernetesObject> Cancellable watch(
      ResourceType<T> type, ListOptions options, Watcher<T> watcher) {
    var query = new LinkedHashMap<>(options.query());
    query.put("watch", List.of("true"));
    query.put("allowWatchBookmarks", List.of("true"));
    var path = type.path(new ObjectKey(options.namespace(), ""));
    return transport.watch(ApiRequest.of("GET", path, query, user), new Decoding<>(type, watcher));
  }

  /// Reads the events of a watch.
  private static final class Decoding<T extends KubernetesObject>
      implements Transport.WatchObserver {
    private final ResourceType<T> type;
    private final Watcher<T> watcher;
    private boolean expired;

    Decoding(ResourceType<T> type, Watcher<T> watcher) {
      this.type = type;
      this.watcher = watcher;
    }

    @Override
    public void events(List<WatchEvent> events) {
      for (var event : events) {
        switch (event.type()) {
          case BOOKMARK, ERROR -> event(event.type().name(), event.object());
          case ADDED, MODIFIED, DELETED ->
              watcher.event(
                  EventType.valueOf(event.type().name()),
                  event.decoded(
                      type.recordType(), object -> JsonFormat.read(object, type.recordType())));
        }
      }
    }

    @Override
    public void event(String what, byte[] bytes) {
      var tree = JsonFormat.parse(bytes);
      switch (what) {
        case "BOOKMARK" -> watcher.bookmark(tree.path("metadata").path("resourceVersion").asText());
        case "ERROR" -> expired = tree.path("code").asInt() == 410;
        default -> watcher.event(EventType.valueOf(what), JsonFormat.read(tree, type.recordType()));
      }
    }

    @Override
    public void closed() {
      watcher.closed(expired);
    }
  }
}
