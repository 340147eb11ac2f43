package timonier.client;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import timonier.pods.objects.KubernetesObject;
import timonier.pods.objects.ObjectKey;

/// What a component knows of the objects of one type: a copy that lags behind the server.
///
/// It belongs to one event loop: it is read, changed and listened to only by that loop's tasks.
///
/// @param <T> the type of object
public final class ObjectCache<T extends KubernetesObject> {

  private final TreeMap<ObjectKey, T> objects = new TreeMap<>();
  private final Map<String, Index<T>> indexes = new LinkedHashMap<>();
  private final List<Listener<T>> listeners = new ArrayList<>();
  private final List<Runnable> whenSynced = new ArrayList<>();
  private final PriorityQueue<Waiter> waiters =
      new PriorityQueue<>(Comparator.comparingLong(Waiter::version));
  private long version;
  private boolean synced;

  /// Somebody who waits until the cache is at a version.
  private record Waiter(long version, Runnable task) {}

  /// An empty cache.
  public ObjectCache() {}

  /// Is told of changes.
  ///
  /// @param <T> the type of object
  public interface Listener<T> {
    /// An object came (no `before`), changed, or went (no `after`).
    void changed(Optional<T> before, Optional<T> after);
  }

  private static final class Index<T> {
    private final Function<T, Collection<String>> values;
    private final Map<String, TreeSet<ObjectKey>> keys = new TreeMap<>();

    Index(Function<T, Collection<String>> values) {
      this.values = values;
    }
  }

  /// Whether it has once held everything that the server knew.
  public boolean isSynced() {
    return synced;
  }

  /// Runs a task once it is synced; at once if it is.
  public void onSynced(Runnable task) {
    if (synced) {
      task.run();
    } else {
      whenSynced.add(task);
    }
  }

  /// Listens to changes. What is there already is told as new.
  public void listen(Listener<T> listener) {
    listeners.add(listener);
    objects.values().forEach(o -> listener.changed(Optional.empty(), Optional.of(o)));
  }

  /// Keeps objects findable by what a function says of them.
  public void index(String name, Function<T, Collection<String>> values) {
    var index = new Index<>(values);
    indexes.put(name, index);
    objects.values().forEach(object -> add(index, object));
  }

  /// The version of the server up to which it shows everything.
  public long version() {
    return version;
  }

  /// The version of an object.
  public static long version(KubernetesObject object) {
    return Long.parseLong(object.metadata().resourceVersion());
  }

  /// Runs a task once it shows everything up to a version; at once if it does.
  public void whenAt(long version, Runnable task) {
    if (this.version >= version) {
      task.run();
    } else {
      waiters.add(new Waiter(version, task));
    }
  }

  /// It shows everything up to a version now.
  void at(String resourceVersion) {
    version = Long.parseLong(resourceVersion);
    var due = new ArrayList<Runnable>();
    while (!waiters.isEmpty() && waiters.element().version() <= version) {
      due.add(waiters.remove().task());
    }
    each(due, Runnable::run);
  }

  /// The object of a key.
  public Optional<T> get(ObjectKey key) {
    return Optional.ofNullable(objects.get(key));
  }

  /// All objects, in the order of their keys.
  public List<T> list() {
    return List.copyOf(objects.values());
  }

  /// The objects of a namespace, in the order of their keys.
  public List<T> list(String namespace) {
    return objects.tailMap(new ObjectKey(namespace, "")).entrySet().stream()
        .takeWhile(entry -> entry.getKey().namespace().equals(namespace))
        .map(Map.Entry::getValue)
        .toList();
  }

  /// The objects of which an index says a value, in the order of their keys.
  public List<T> indexed(String index, String value) {
    var found = indexes.get(index);
    if (found == null) {
      throw new IllegalArgumentException("there is no index " + index);
    }
    return found.keys.getOrDefault(value, new TreeSet<>()).stream().map(objects::get).toList();
  }

  /// Takes in a whole list: what is not on it is gone.
  void replace(List<T> items) {
    var gone = new TreeMap<>(objects);
    items.forEach(item -> gone.remove(item.key()));
    var tasks = new ArrayList<Runnable>();
    gone.values().forEach(item -> tasks.add(() -> remove(item)));
    items.forEach(item -> tasks.add(() -> put(item)));
    tasks.add(() -> synced = true);
    tasks.addAll(whenSynced);
    whenSynced.clear();
    each(tasks, Runnable::run);
  }

  /// Does all of it, whatever some of it throws.
  ///
  /// @throws RuntimeException the first that was thrown, with the others
  private static <E> void each(List<E> all, Consumer<E> work) {
    var thrown = new ArrayList<RuntimeException>();
    for (var one : all) {
      try {
        work.accept(one);
      } catch (RuntimeException bug) {
        thrown.add(bug);
      }
    }
    if (!thrown.isEmpty()) {
      var first = thrown.removeFirst();
      thrown.forEach(first::addSuppressed);
      throw first;
    }
  }

  /// Tells all listeners of all objects again, in an order of chance.
  void resync(RandomGenerator random) {
    var again = new ArrayList<>(objects.values());
    Collections.shuffle(again, random);
    each(again, object -> tell(Optional.of(object), Optional.of(object)));
  }

  private void tell(Optional<T> before, Optional<T> after) {
    each(List.copyOf(listeners), listener -> listener.changed(before, after));
  }

  /// Takes in an object. One of the same name but another identity has gone first.
  void put(T object) {
    var known = objects.get(object.key());
    if (known != null && !known.metadata().uid().equals(object.metadata().uid())) {
      remove(known);
    }
    var before = objects.put(object.key(), object);
    for (var index : indexes.values()) {
      if (before != null) {
        remove(index, before);
      }
      add(index, object);
    }
    if (!object.equals(before)) {
      tell(Optional.ofNullable(before), Optional.of(object));
    }
  }

  /// Takes in that an object is gone.
  void remove(T object) {
    var before = objects.remove(object.key());
    if (before != null) {
      indexes.values().forEach(index -> remove(index, before));
      tell(Optional.of(object), Optional.empty());
    }
  }

  private static <T extends KubernetesObject> void add(Index<T> index, T object) {
    index
        .values
        .apply(object)
        .forEach(v -> index.keys.computeIfAbsent(v, _ -> new TreeSet<>()).add(object.key()));
  }

  private static <T extends KubernetesObject> void remove(Index<T> index, T object) {
    for (var value : index.values.apply(object)) {
      var keys = index.keys.get(value);
      if (keys != null && keys.remove(object.key()) && keys.isEmpty()) {
        index.keys.remove(value);
      }
    }
  }
}
