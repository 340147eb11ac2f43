package timonier.client;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import timonier.kit.loop.EventLoop;
import timonier.pods.objects.KubernetesObject;
import timonier.pods.objects.ResourceType;

/// A component's loop, client, settings and caches. Closing it ends its watches.
public final class ComponentContext implements AutoCloseable {

  private final EventLoop loop;
  private final Client client;
  private final Settings settings;
  private final Map<ResourceType<?>, ObjectCache<?>> caches = new LinkedHashMap<>();
  private final List<Reflector<?>> reflectors = new ArrayList<>();

  /// Makes a context without caches.
  public ComponentContext(EventLoop loop, Client client, Settings settings) {
    this.loop = loop;
    this.client = client;
    this.settings = settings;
  }

  /// The component's own loop.
  public EventLoop loop() {
    return loop;
  }

  /// The client of the server, as this component.
  public Client client() {
    return client;
  }

  /// The settings of the cluster.
  public Settings settings() {
    return settings;
  }

  /// The component's cache of all objects of a type; the first call starts to fill it.
  @SuppressWarnings("unchecked") // a cache is kept under its own type
  public <T extends KubernetesObject> ObjectCache<T> cache(ResourceType<T> type) {
    return (ObjectCache<T>)
        caches.computeIfAbsent(
            type,
            _ -> {
              var cache = new ObjectCache<T>();
              reflectors.add(new Reflector<>(loop, client, type, ListOptions.all(), cache));
              return cache;
            });
  }

  /// Runs a task once all caches that were asked for so far are synced.
  public void whenSynced(Runnable task) {
    var left = new int[] {caches.size()};
    if (caches.isEmpty()) {
      task.run();
    }
    for (var cache : caches.values()) {
      cache.onSynced(() -> {
        if (--left[0] == 0) {
          task.run();
        }
      });
    }
  }

  /// Queues all objects again, in random order. Components must cope with that: it happens whenever
  /// a watch has to start over. Source: client-go's *resync*.
  public void resync() {
    caches.values().forEach(cache -> cache.resync(loop.random()));
  }

  @Override
  public void close() {
    reflectors.forEach(Reflector::close);
  }
}
