package timonier.nodes;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import timonier.pods.objects.JsonFormat;
import timonier.store.Change;
import timonier.store.KeyRange;
import timonier.store.Store;
import timonier.store.StoreKey;

/// Knows which nodes have a pod that names an object (Kubernetes: the node authorizer's graph).
///
/// The graph catches up with the store at each question, so it never lags behind what a kubelet has
/// seen. Between questions it keeps a limited number of writes; when there are more, it drops them,
/// and starts over with the next question.
final class PodGraph {

  private static final String PODS = "pods";
  private static final int BATCH = 1000;

  /// How many writes are kept for the next question. Reading all pods again costs about as much.
  private static final int MOST_UNREAD = 1000;

  private final Store store;

  /// All pods that are bound and name anything.
  private final Map<StoreKey, Bound> pods = new HashMap<>();

  /// The pods that name an object: exactly those in `pods` that have it among their references.
  private final Map<StoreKey, Set<StoreKey>> users = new HashMap<>();

  /// The position in the writes; without one, the two maps are not valid. Writers remove it when
  /// nobody has asked for long.
  private final AtomicReference<Store.@Nullable Cursor> cursor = new AtomicReference<>();

  private final AtomicInteger unread = new AtomicInteger();

  /// @param node where a pod runs
  /// @param references the objects that it names
  private record Bound(String node, Set<StoreKey> references) {}

  /// Makes the graph of a store's pods.
  PodGraph(Store store) {
    this.store = store;
  }

  /// The node of a pod; empty if there is no such pod, or it is not bound.
  static Optional<String> nodeOf(Store store, StoreKey pod) {
    return store
        .get(pod)
        .map(entry -> JsonFormat.parse(entry.value()).at("/spec/nodeName").asText())
        .filter(node -> !node.isEmpty());
  }

  /// Whether a node has a pod that names an object.
  synchronized boolean relates(String node, StoreKey object) {
    follow();
    return users.getOrDefault(object, Set.of()).stream()
        .map(pods::get)
        .anyMatch(pod -> pod != null && pod.node().equals(node));
  }

  private void follow() {
    try {
      unread.set(0);
      var kept = cursor.get();
      var place = kept == null ? begin() : kept;
      for (var some = place.poll(BATCH); !some.isEmpty(); some = place.poll(BATCH)) {
        some.forEach(this::apply);
      }
      if (cursor.get() != place) {
        // it was removed meanwhile, and may lack writes
        follow();
      }
    } catch (Store.Compacted _) {
      giveUp();
      follow();
    }
  }

  private void wake() {
    if (unread.incrementAndGet() > MOST_UNREAD) {
      giveUp();
    }
  }

  private void giveUp() {
    var kept = cursor.getAndSet(null);
    if (kept != null) {
      kept.close();
    }
  }

  private Store.Cursor begin() {
    pods.clear();
    users.clear();
    var page = store.range(KeyRange.of(PODS), 0, 0, Optional.empty());
    page.entries().forEach(entry -> add(entry.key(), entry.value()));
    var place = store.watch(KeyRange.of(PODS), page.revision(), this::wake);
    cursor.set(place);
    return place;
  }

  private void apply(Change change) {
    remove(change.key());
    if (!change.isDelete()) {
      add(change.key(), change.value());
    }
  }

  private void remove(StoreKey pod) {
    var before = pods.remove(pod);
    if (before == null) {
      return;
    }
    for (var object : before.references()) {
      var left = users.getOrDefault(object, new TreeSet<>());
      left.remove(pod);
      if (left.isEmpty()) {
        users.remove(object);
      }
    }
  }

  private void add(StoreKey key, byte[] value) {
    var pod = JsonFormat.parse(value);
    var node = pod.at("/spec/nodeName").asText();
    var references = PodReferences.of(pod);
    if (node.isEmpty() || references.isEmpty()) {
      return;
    }
    pods.put(key, new Bound(node, references));
    references.forEach(object -> users.computeIfAbsent(object, _ -> new TreeSet<>()).add(key));
  }
}
