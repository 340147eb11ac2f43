package timonier.apiserver;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import timonier.kit.loop.EventLoop;
import timonier.pods.objects.ApiException;
import timonier.store.Change;
import timonier.store.Store;

/// Follows the writes of one type of object once, and passes each on to the watchers it concerns.
///
/// Watchers stand in an index by what they select, so that a write costs only those it concerns: a
/// pod that changes on one of thousand nodes wakes one kubelet. No thread waits anywhere: the store
/// wakes the hub, and what it does then is a task of the server's loop, which owns all state here.
final class WatchHub {

  /// How many writes are read before they are passed on: large enough to avoid waking watchers for
  /// single writes, small enough not to hold the loop for long.
  private static final int BATCH = 512;

  private final EventLoop loop;
  private final Store store;
  private final ServedType type;
  private final Map<Watcher.Place, Set<Watcher>> index = new HashMap<>();
  private final AtomicBoolean woken = new AtomicBoolean();
  private Store.@Nullable Cursor cursor;
  private long position;

  WatchHub(EventLoop loop, Store store, ServedType type) {
    this.loop = loop;
    this.store = store;
    this.type = type;
  }

  /// Adds a watcher, after passing it what it has missed. A task of the loop.
  ///
  /// @param missed a cursor where the watcher wants to begin
  void join(Watcher watcher, Store.Cursor missed) {
    follow();
    try (missed) {
      if (watcher.isOver()) {
        return;
      }
      for (var batch = missed.poll(BATCH); !batch.isEmpty(); batch = missed.poll(BATCH)) {
        for (var change : batch) {
          if (change.revision() <= position) {
            watcher.offer(new SharedChange(type, change));
          }
        }
        watcher.flush();
      }
      index.computeIfAbsent(watcher.place(), _ -> new LinkedHashSet<>()).add(watcher);
    } catch (Store.Compacted e) {
      watcher.fail(expired(e));
    } catch (RuntimeException bug) {
      watcher.fail(broken(bug));
      throw bug;
    }
  }

  private static ApiException expired(Store.Compacted e) {
    return ApiException.expired("too old resource version: " + e.getMessage());
  }

  private static ApiException broken(RuntimeException bug) {
    return ApiException.internal("the watch broke off: " + bug.getMessage());
  }

  private void follow() {
    if (cursor == null) {
      position = store.revision();
      cursor = store.watch(type.codec().range("", ""), position, this::wake);
    }
  }

  /// Removes a watcher. A task of the loop.
  void leave(Watcher watcher) {
    var place = watcher.place();
    var sharing = index.get(place);
    if (sharing != null && sharing.remove(watcher) && sharing.isEmpty()) {
      index.remove(place);
    }
  }

  /// Something may be there; called by the store, from any thread.
  private void wake() {
    if (woken.compareAndSet(false, true)) {
      loop.run(() -> {
        woken.set(false);
        drain();
      });
    }
  }

  /// Tells all watchers what happened since the last time.
  private void drain() {
    var place = cursor;
    if (place == null) {
      return;
    }
    try {
      for (var batch = place.poll(BATCH); !batch.isEmpty(); batch = place.poll(BATCH)) {
        tell(batch);
      }
    } catch (Store.Compacted e) {
      startOver(expired(e));
    } catch (RuntimeException bug) {
      startOver(broken(bug));
      throw bug;
    }
  }

  private void tell(List<Change> batch) {
    var touched = new LinkedHashSet<Watcher>();
    for (var change : batch) {
      position = change.revision();
      if (!index.isEmpty()) {
        tell(new SharedChange(type, change), touched);
      }
    }
    touched.forEach(Watcher::flush);
  }

  private void tell(SharedChange change, Set<Watcher> touched) {
    for (var place : change.places()) {
      for (var watcher : index.getOrDefault(place, Set.of())) {
        if (watcher.offer(change)) {
          touched.add(watcher);
        }
      }
    }
  }

  /// Ends all watches with an error, because the hub may have missed writes: it fell too far
  /// behind, or failed by a bug. Clients can resume where they were.
  private void startOver(ApiException why) {
    release().forEach(watcher -> watcher.fail(why));
  }

  /// Ends all watches, which hear nothing more. A task of the loop.
  void end() {
    release().forEach(Watcher::close);
  }

  /// Lets go of all watchers, and of the store.
  private List<Watcher> release() {
    var all = new ArrayList<Watcher>();
    index.values().forEach(all::addAll);
    index.clear();
    if (cursor != null) {
      cursor.close();
      cursor = null;
    }
    return all;
  }

  /// The revision up to which every watcher has heard everything. A task of the loop.
  long progress() {
    drain();
    var place = cursor;
    return place == null ? store.revision() : Math.max(position, place.revision());
  }
}
