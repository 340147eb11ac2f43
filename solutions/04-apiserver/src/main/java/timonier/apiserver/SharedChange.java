package timonier.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import timonier.apiserver.requests.WatchEvent;
import timonier.apiserver.requests.WatchEvent.Type;
import timonier.apiserver.schema.Bytes;
import timonier.apiserver.selectors.Selection;
import timonier.pods.objects.JsonFormat;
import timonier.pods.objects.ObjectKey;
import timonier.store.Change;

/// One write and what follows from it, computed at most once for all watchers. Used by one thread.
final class SharedChange {

  private final ServedType type;
  private final Change change;
  private @Nullable JsonNode current;
  private @Nullable JsonNode previous;
  private @Nullable WatchEvent whole;
  private @Nullable WatchEvent entered;
  private @Nullable WatchEvent left;

  SharedChange(ServedType type, Change change) {
    this.type = type;
    this.change = type.codec().served(change);
  }

  long revision() {
    return change.revision();
  }

  /// The places in the index whose watchers it concerns.
  Set<Watcher.Place> places() {
    var namespace = change.key().namespace();
    var name = change.key().name();
    var places = new LinkedHashSet<Watcher.Place>();
    places.add(new Watcher.Place("", "", ""));
    places.add(new Watcher.Place("", name, ""));
    if (!namespace.isEmpty()) {
      places.add(new Watcher.Place(namespace, "", ""));
      places.add(new Watcher.Place(namespace, name, ""));
    }
    type.indexedField()
        .ifPresent(field -> {
          var path = field.split("\\.", -1);
          addValue(places, namespace, Bytes.text(change.value(), path));
          change
              .previous()
              .ifPresent(before -> addValue(places, namespace, Bytes.text(before, path)));
        });
    return places;
  }

  private static void addValue(Set<Watcher.Place> places, String namespace, String value) {
    if (!value.isEmpty()) {
      places.add(new Watcher.Place("", "", value));
      places.add(new Watcher.Place(namespace, "", value));
    }
  }

  private JsonNode current() {
    var known = current;
    if (known == null) {
      known = JsonFormat.parse(change.value());
      current = known;
    }
    return known;
  }

  private JsonNode previous() {
    var known = previous;
    if (known == null) {
      known = JsonFormat.parse(change.previous().orElseThrow());
      previous = known;
    }
    return known;
  }

  /// The event for a watcher of a selection; null if nothing of it changed.
  ///
  /// An object that no longer matches is deleted for the watcher, whose event holds the last value
  /// that matched, at the revision of the change.
  @Nullable WatchEvent event(Selection selection) {
    if (selection.isEverything() || selection.isOfOneName()) {
      // A watcher of one name hears of no other: the index and its first cursor see to that.
      return whole();
    }
    var now = !change.isDelete() && selection.matches(current());
    var before = change.previous().isPresent() && selection.matches(previous());
    if (now) {
      return before || change.isCreate() ? whole() : entered();
    }
    return before ? (change.isDelete() ? whole() : left()) : null;
  }

  private WatchEvent whole() {
    var known = whole;
    if (known == null) {
      known =
          event(
              change.isDelete() ? Type.DELETED : change.isCreate() ? Type.ADDED : Type.MODIFIED,
              change.value());
      whole = known;
    }
    return known;
  }

  private WatchEvent entered() {
    var known = entered;
    if (known == null) {
      known = event(Type.ADDED, change.value());
      entered = known;
    }
    return known;
  }

  private WatchEvent left() {
    var known = left;
    if (known == null) {
      known = event(Type.DELETED, change.previous().orElseThrow());
      left = known;
    }
    return known;
  }

  private WatchEvent event(Type what, byte[] value) {
    var key = new ObjectKey(change.key().namespace(), change.key().name());
    var object = type.codec().splice(value, change.revision());
    return new WatchEvent(what, key, change.revision(), object);
  }
}
