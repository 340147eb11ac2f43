package timonier.apiserver;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import timonier.apiserver.WatchHub.Place;
import timonier.pods.ApiException;

/// One watch: what it selects, how far it has come, and who is told. Used by the server's loop only,
/// except for [#stop].
final class Watcher {

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

  /// Notes the event that a write means to this watcher; false if it means nothing.
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

  /// Tells the observer what was noted.
  void flush() {
    if (waiting.isEmpty()) {
      return;
    }
    var events = waiting;
    waiting = new ArrayList<>();
    if (!over) {
      observer.onEvents(events);
    }
  }

  /// Ends the watch from the observer's side: it hears nothing more.
  void stop() {
    over = true;
  }

  /// Ends the watch from the server's side.
  void close(Optional<ApiException> failure) {
    if (!over) {
      flush();
      over = true;
      observer.onClosed(failure);
    }
  }
}
