package timonier.controllers;

import timonier.kit.loop.EventLoop;
import timonier.pods.ObjectKey;

/// A queue and the reconciler that works it off.
public final class Controller {

  private final WorkQueue queue;

  /// A controller on a loop.
  public Controller(EventLoop loop, Reconciler reconciler) {
    this.queue = new WorkQueue(loop, reconciler);
  }

  /// Queues an object.
  public void enqueue(ObjectKey key) {
    queue.add(key);
  }
}
