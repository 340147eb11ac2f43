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

/// A component's copy of all objects of one type, which lags behind the server.
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

  /// A task that waits until the cache is at a version.
  private record Waiter(long version, Runnable task) {}

  /// Makes an empty cache.
  public ObjectCache() {}

  /// Called when objects change.
  ///
  /// @param <T> the type of object
  public interface Listener<T> {
    /// An object was added (no `before`), changed, or removed (no `after`).
    void changed(Optional<T> before, Optional<T> after);
  }

  private static final class Index<T> {
    private final Function<T, Collection<String>> values;
    private final Map<String, TreeSet<ObjectKey>> keys = new TreeMap<>();

    Index(Function<T, Collection<String>> values) {
      this.values = values;
    }
  }

  /// Whether it has held a whole list from the server.
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

  /// Adds a listener, and calls it for each object that is there already, as new.
  public void listen(Listener<T> listener) {
    listeners.add(listener);
    objects.values().forEach(o -> listener.changed(Optional.empty(), Optional.of(o)));
  }

  /// Adds an index of objects by the values of a function.
  public void index(String name, Function<T, Collection<String>> values) {
    var index = new Index<>(values);
    indexes.put(name, index);
    objects.values().forEach(object -> add(index, object));
  }

  /// The server's version up to which it shows all changes.
  public long version() {
    return version;
  }

  /// The version of an object.
  public static long version(KubernetesObject object) {
    return Long.parseLong(object.metadata().resourceVersion());
  }

  /// Runs a task once it shows all changes up to a version; at once if it does.
  public void whenAt(long version, Runnable task) {
    if (this.version >= version) {
      task.run();
    } else {
      waiters.add(new Waiter(version, task));
    }
  }

  /// Notes that it shows all changes up to a version, and runs the tasks that waited for it.
  void at(String resourceVersion) {
    version = Long.parseLong(resourceVersion);
    var due = new ArrayList<Runnable>();
    while (!waiters.isEmpty() && waiters.element().version() <= version) {
      due.add(waiters.remove().task());
    }
    each(due, Runnable::run);
  }

  /// The object with a key.
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

  /// The objects under a value of an index, in the order of their keys.
  public List<T> indexed(String index, String value) {
    var found = indexes.get(index);
    if (found == null) {
      throw new IllegalArgumentException("there is no index " + index);
    }
    return found.keys.getOrDefault(value, new TreeSet<>()).stream().map(objects::get).toList();
  }

  /// Replaces the content by a whole list: removes objects that are not on it.
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

  /// Does the work for all elements, even if it throws for some.
  ///
  /// @throws RuntimeException the first exception, with the others suppressed
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

  /// Calls all listeners with all objects again, in random order.
  void resync(RandomGenerator random) {
    var again = new ArrayList<>(objects.values());
    Collections.shuffle(again, random);
    each(again, object -> tell(Optional.of(object), Optional.of(object)));
  }

  private void tell(Optional<T> before, Optional<T> after) {
    each(List.copyOf(listeners), listener -> listener.changed(before, after));
  }

  /// Adds or changes an object. One with the same name but another identity is removed first.
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

  /// Removes an object.
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
