package timonier.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import timonier.apiserver.Transport.WatchObserver;
import timonier.kit.loop.EventLoop;
import timonier.kit.loop.EventLoop.Cancellable;
import timonier.pods.ApiException;
import timonier.pods.JsonFormat;
import timonier.pods.Status;
import timonier.store.Change;
import timonier.store.Store;

/// Answers watch: tells each observer what happens to the objects it selected, in order.
///
/// A watch that waits costs no thread: the store wakes it, and only then does a piece of work run
/// that reads on from its cursor. Each event is put into bytes once for all who see it.
final class Watches {

  private static final int BATCH = 256;

  /// How many encoded events are kept for other observers.
  private static final int SHARED = 4096;

  /// How often a watch that wants them gets bookmarks (Kubernetes: about once a minute).
  private static final Duration BOOKMARKS = Duration.ofSeconds(60);

  private final EventLoop loop;
  private final Store store;
  private final ObjectReader reader;
  private final Map<Long, byte[]> encoded = new ConcurrentHashMap<>();

  Watches(EventLoop loop, Store store, ObjectReader reader) {
    this.loop = loop;
    this.store = store;
    this.reader = reader;
  }

  Cancellable begin(ServedType type, RequestPath path, ApiRequest request, WatchObserver observer) {
    var watch = new Watch(type, Selection.of(request, type.type()), observer);
    var from = request.parameter("resourceVersion").map(Requests::revision).orElse(0L);
    var initial = request.parameter("sendInitialEvents").map("true"::equals).orElse(from == 0);
    watch.start(path, request, initial ? Optional.empty() : Optional.of(from));
    request
        .parameter("timeoutSeconds")
        .map(Requests::number)
        .ifPresent(seconds -> loop.after(Duration.ofSeconds(seconds), watch::end));
    if (request.flag("allowWatchBookmarks")) {
      watch.bookmarkLater();
    }
    return watch::cancel;
  }

  private byte[] encode(ServedType type, Change change) {
    if (encoded.size() > SHARED) {
      encoded.clear();
    }
    return encoded.computeIfAbsent(
        change.revision(), revision -> type.splice(change.value(), revision));
  }

  private final class Watch {
    private final ServedType type;
    private final Selection selection;
    private final WatchObserver observer;
    private final AtomicInteger wakes = new AtomicInteger();
    private volatile boolean over;
    private volatile boolean ending;
    private volatile boolean bookmark;
    private Store.@org.jspecify.annotations.Nullable Cursor cursor;
    private Runnable prelude = () -> {};

    Watch(ServedType type, Selection selection, WatchObserver observer) {
      this.type = type;
      this.selection = selection;
      this.observer = observer;
    }

    void start(RequestPath path, ApiRequest request, Optional<Long> after) {
      var revision = after.orElseGet(() -> prepareInitial(path, request));
      if (revision > store.revision()) {
        throw Requests.tooNew(revision, store.revision());
      }
      var range = type.range(path.namespace(), selection.name().orElse(""));
      try {
        cursor = store.watch(range, revision, this::wake);
      } catch (Store.Compacted e) {
        throw ApiException.expired(
            "too old resource version: %d (%d)".formatted(revision, store.compactedRevision()));
      }
      wake();
    }

    /// Lists what is there now; it is told before anything else.
    private long prepareInitial(RequestPath path, ApiRequest request) {
      var query = new java.util.HashMap<>(request.query());
      query.keySet().retainAll(java.util.Set.of("labelSelector", "fieldSelector"));
      var listing =
          reader.list(type, path, ApiRequest.of("GET", request.path(), query, request.user()));
      prelude =
          () -> {
            listing.entries().forEach(entry -> observer.event("ADDED", type.splice(entry)));
            if (request.flag("sendInitialEvents") && request.flag("allowWatchBookmarks")) {
              observer.event("BOOKMARK", bookmark(listing.revision(), true));
            }
          };
      return listing.revision();
    }

    private byte[] bookmark(long revision, boolean initialEventsEnd) {
      var object = JsonNodeFactory.instance.objectNode();
      object.put("kind", type.type().kind()).put("apiVersion", type.type().apiVersion());
      var metadata = object.putObject("metadata");
      metadata.put("resourceVersion", Long.toString(revision)).putNull("creationTimestamp");
      if (initialEventsEnd) {
        metadata.putObject("annotations").put("k8s.io/initial-events-end", "true");
      }
      return JsonFormat.bytes(object);
    }

    void bookmarkLater() {
      loop.after(
          BOOKMARKS,
          () -> {
            if (!over) {
              bookmark = true;
              wake();
              bookmarkLater();
            }
          });
    }

    /// Something may be there. The first who says so begins the work, which goes on until nobody
    /// has said so since it last looked.
    private void wake() {
      if (wakes.getAndIncrement() == 0) {
        loop.spawn("watch " + type.type().plural(), this::work);
      }
    }

    private void work() {
      int seen;
      do {
        seen = wakes.get();
        prelude.run();
        prelude = () -> {};
        deliver();
      } while (wakes.addAndGet(-seen) != 0);
    }

    private void deliver() {
      var place = cursor;
      if (place == null || over) {
        return;
      }
      try {
        for (var batch = place.poll(BATCH); !batch.isEmpty(); batch = place.poll(BATCH)) {
          for (var change : batch) {
            tell(change);
          }
        }
        if (bookmark) {
          bookmark = false;
          observer.event("BOOKMARK", bookmark(place.revision(), false));
        }
      } catch (Store.Compacted _) {
        var status = Status.failure(410, "Expired", "too old resource version");
        observer.event("ERROR", ApiResponse.of(status).body());
        ending = true;
      }
      if (ending) {
        close();
        observer.closed();
      }
    }

    private void tell(Change change) {
      if (over) {
        return;
      }
      if (selection.isEverything()) {
        var what = change.isDelete() ? "DELETED" : change.isCreate() ? "ADDED" : "MODIFIED";
        observer.event(what, encode(type, change));
        return;
      }
      var now = !change.isDelete() && matches(change.value());
      var before = change.previous().filter(this::matches).isPresent();
      if (now) {
        observer.event(before ? "MODIFIED" : "ADDED", encode(type, change));
      } else if (before) {
        var last = change.previous().orElse(change.value());
        observer.event("DELETED", type.splice(last, change.revision()));
      }
    }

    private boolean matches(byte[] value) {
      JsonNode object = JsonFormat.parse(value);
      return selection.matches(object);
    }

    /// The server ends the watch, after what has already happened.
    void end() {
      ending = true;
      wake();
    }

    /// The observer ends the watch.
    void cancel() {
      close();
    }

    private void close() {
      over = true;
      var place = cursor;
      if (place != null) {
        place.close();
      }
    }
  }
}
