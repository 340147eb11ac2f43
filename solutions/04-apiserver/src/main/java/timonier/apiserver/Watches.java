package timonier.apiserver;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import timonier.apiserver.requests.ApiRequest;
import timonier.apiserver.requests.RequestPath;
import timonier.apiserver.requests.Requests;
import timonier.apiserver.requests.Transport.WatchObserver;
import timonier.apiserver.requests.WatchEvent;
import timonier.apiserver.requests.WatchEvent.Type;
import timonier.apiserver.schema.Options;
import timonier.apiserver.selectors.Selection;
import timonier.kit.loop.EventLoop;
import timonier.kit.loop.EventLoop.Cancellable;
import timonier.pods.objects.ApiException;
import timonier.pods.objects.JsonFormat;
import timonier.pods.objects.ObjectKey;
import timonier.store.Store;

/// Answers watch: finds out where a watch begins and when it ends; a [WatchHub] does the rest.
final class Watches {

  /// How often a watch that wants them gets bookmarks (Kubernetes: about once a minute).
  private static final Duration BOOKMARKS = Duration.ofSeconds(60);

  /// A watch without a time limit of its own ends after this and up to twice this, so that not all
  /// clients come back at once (Kubernetes: `min-request-timeout`).
  private static final long LEAST_SECONDS = 1800;

  private final EventLoop loop;
  private final Store store;
  private final ObjectReader reader;
  private final ServedTypes types;
  private final Map<ServedType, WatchHub> hubs = new ConcurrentHashMap<>();

  Watches(EventLoop loop, Store store, ObjectReader reader, ServedTypes types) {
    this.loop = loop;
    this.store = store;
    this.reader = reader;
    this.types = types;
    types.onEnded(type -> loop.run(() -> end(type)));
  }

  /// Ends the watches of a type that was removed or whose rules changed.
  private void end(ServedType type) {
    var hub = hubs.remove(type);
    if (hub != null) {
      hub.end();
    }
  }

  /// Where a watch begins.
  ///
  /// @param revision the revision that the observer knows once it has heard `events`
  /// @param events the first events of the watch
  private record Start(long revision, List<WatchEvent> events) {}

  Cancellable begin(ServedType type, RequestPath path, ApiRequest request, WatchObserver observer) {
    var selection = Selection.of(request::parameter, type.rules());
    var start = start(type, path, request);
    var place = place(type, path, selection);
    var watcher = new Watcher(place, selection, start.revision(), observer);
    var missed = missed(type.codec().range(path.namespace(), place.name()), start.revision());
    var hub = hubs.computeIfAbsent(type, known -> new WatchHub(loop, store, known));
    loop.run(() -> {
      start.events().forEach(watcher::offer);
      watcher.flush();
      hub.join(watcher, missed);
      if (!types.isServed(type)) {
        hub.end();
      }
    });
    var bookmarks = request.flag("allowWatchBookmarks");
    var timeout = loop.after(timeout(request), () -> end(type, hub, watcher, bookmarks));
    var reminder = new Reminder(type, hub, watcher);
    if (bookmarks) {
      reminder.set();
    }
    return () -> {
      watcher.stop();
      timeout.cancel();
      reminder.next.cancel();
      loop.run(() -> hub.leave(watcher));
    };
  }

  private Start start(ServedType type, RequestPath path, ApiRequest request) {
    var from = request.parameter("resourceVersion").map(Requests::revision).orElse(0L);
    var isSaid = request.query().containsKey("sendInitialEvents");
    Options.checkNumbers(request::parameter);
    Options.checkWatch(
        isSaid,
        request.parameter("resourceVersionMatch"),
        request.parameter("continue").isPresent());
    if (from > store.revision()) {
      throw Requests.tooNew(from, store.revision());
    }
    if (isSaid ? request.flag("sendInitialEvents") : from == 0) {
      return initial(type, path, request);
    }
    return new Start(from == 0 ? store.revision() : from, List.of());
  }

  /// Begins with what is there now, as if it had just been added.
  private Start initial(ServedType type, RequestPath path, ApiRequest request) {
    var query = new LinkedHashMap<>(request.query());
    query.keySet().retainAll(Set.of("labelSelector", "fieldSelector"));
    var listing =
        reader.list(type, path, ApiRequest.of("GET", request.path(), query, request.user()));
    var events = new java.util.ArrayList<WatchEvent>();
    for (var entry : listing.entries()) {
      var key = new ObjectKey(entry.key().namespace(), entry.key().name());
      events.add(new WatchEvent(Type.ADDED, key, entry.modRevision(), type.codec().splice(entry)));
    }
    if (request.flag("sendInitialEvents") && request.flag("allowWatchBookmarks")) {
      events.add(bookmark(type, listing.revision(), true));
    }
    return new Start(listing.revision(), events);
  }

  private static Watcher.Place place(ServedType type, RequestPath path, Selection selection) {
    var name = path.name().isEmpty() ? selection.value("metadata.name").orElse("") : path.name();
    var value = name.isEmpty() ? type.indexedField().flatMap(selection::value).orElse("") : "";
    return new Watcher.Place(path.namespace(), name, value);
  }

  private Store.Cursor missed(timonier.store.KeyRange range, long after) {
    try {
      return store.watch(range, after, () -> {});
    } catch (Store.Compacted _) {
      throw ApiException.expired(
          "too old resource version: %d (%d)".formatted(after, store.compactedRevision()));
    }
  }

  private Duration timeout(ApiRequest request) {
    var seconds = request.parameter("timeoutSeconds").map(Options::number).orElse(0L);
    return Duration.ofSeconds(
        seconds != 0
            ? Math.max(0, seconds)
            : LEAST_SECONDS + loop.random().nextLong(LEAST_SECONDS));
  }

  private static void end(ServedType type, WatchHub hub, Watcher watcher, boolean bookmarks) {
    if (bookmarks) {
      watcher.offer(bookmark(type, hub.progress(), false));
    }
    hub.leave(watcher);
    watcher.close();
  }

  /// Sends bookmarks at regular intervals.
  private final class Reminder {
    private final ServedType type;
    private final WatchHub hub;
    private final Watcher watcher;
    private volatile Cancellable next = () -> {};

    Reminder(ServedType type, WatchHub hub, Watcher watcher) {
      this.type = type;
      this.hub = hub;
      this.watcher = watcher;
    }

    void set() {
      next = loop.after(BOOKMARKS, this::remind);
    }

    private void remind() {
      if (!watcher.isOver()) {
        watcher.offer(bookmark(type, hub.progress(), false));
        watcher.flush();
        set();
      }
    }
  }

  private static WatchEvent bookmark(ServedType type, long revision, boolean initialEventsEnd) {
    var object = JsonNodeFactory.instance.objectNode();
    object.put("kind", type.type().kind()).put("apiVersion", type.type().apiVersion());
    var metadata = object.putObject("metadata");
    metadata.put("resourceVersion", Long.toString(revision)).putNull("creationTimestamp");
    if (initialEventsEnd) {
      metadata.putObject("annotations").put("k8s.io/initial-events-end", "true");
    }
    return new WatchEvent(Type.BOOKMARK, new ObjectKey("", ""), revision, JsonFormat.bytes(object));
  }
}
