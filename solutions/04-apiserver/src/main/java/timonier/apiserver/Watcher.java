package timonier.apiserver;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import timonier.apiserver.requests.ApiResponse;
import timonier.apiserver.requests.Transport.WatchObserver;
import timonier.apiserver.requests.WatchEvent;
import timonier.apiserver.requests.WatchEvent.Type;
import timonier.apiserver.selectors.Selection;
import timonier.pods.objects.ApiException;
import timonier.pods.objects.ObjectKey;

/// One watch: its selection, its position and its observer. Used by the server's loop only, except
/// for [#stop].
final class Watcher {

  /// What a watcher selects, at the finest level that the index of watchers knows.
  ///
  /// @param namespace empty for all
  /// @param name one name; empty for all
  /// @param value one value of the indexed field, as the node of pods; empty for all
  record Place(String namespace, String name, String value) {}

  private final Place place;
  private final Selection selection;
  private final WatchObserver observer;
  private List<WatchEvent> waiting = new ArrayList<>();
  private long seen;
  private volatile boolean over;

  /// A watcher.
  ///
  /// @param after the revision that its observer knows already
  Watcher(Place place, Selection selection, long after, WatchObserver observer) {
    this.place = place;
    this.selection = selection;
    this.seen = after;
    this.observer = observer;
  }

  Place place() {
    return place;
  }

  boolean isOver() {
    return over;
  }

  /// Queues the event that a write means for this watcher; returns false if it means none.
  boolean offer(SharedChange change) {
    if (over || change.revision() <= seen) {
      return false;
    }
    seen = change.revision();
    var event = change.event(selection);
    return event != null && offer(event);
  }

  boolean offer(@Nullable WatchEvent event) {
    return event != null && waiting.add(event);
  }

  /// Passes the queued events to the observer.
  void flush() {
    if (waiting.isEmpty()) {
      return;
    }
    var events = waiting;
    waiting = new ArrayList<>();
    if (!over) {
      observer.events(events);
    }
  }

  /// Ends the watch from the observer's side: it hears nothing more.
  void stop() {
    over = true;
  }

  /// Ends the watch from the server's side, after what was noted.
  void close() {
    if (!over) {
      flush();
      over = true;
      observer.closed();
    }
  }

  /// Ends the watch with an error, which is the observer's last event.
  void fail(ApiException failure) {
    var status = ApiResponse.of(failure.status()).body();
    offer(new WatchEvent(Type.ERROR, new ObjectKey("", ""), seen, status));
    close();
  }
}
