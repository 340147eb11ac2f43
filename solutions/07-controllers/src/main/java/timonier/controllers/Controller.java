package timonier.controllers;

import timonier.client.ObjectCache;
import timonier.kit.loop.EventLoop;
import timonier.pods.objects.KubernetesObject;
import timonier.pods.objects.ObjectKey;

/// A queue, and the reconciler that handles its keys.
public final class Controller {

  private final WorkQueue queue;

  /// Makes a controller on a loop.
  public Controller(EventLoop loop, Reconciler reconciler) {
    this.queue = new WorkQueue(loop, reconciler);
  }

  /// Queues an object.
  public void enqueue(ObjectKey key) {
    queue.add(key);
  }

  /// Queues each object of a cache when it is added, changed or removed.
  public <T extends KubernetesObject> void follow(ObjectCache<T> cache) {
    cache.listen(
        (before, after) -> after.or(() -> before).ifPresent(object -> enqueue(object.key())));
  }
}
