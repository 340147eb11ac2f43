package timonier.controllers;

import timonier.kit.loop.EventLoop;
import timonier.pods.ObjectKey;

/// A queue and the reconciler that works it off.
public final class Controller {

  private final Reconciler reconciler;
  private final WorkQueue queue;

  /// A controller on a loop.
  public Controller(EventLoop loop, Reconciler reconciler) {
    this.reconciler = reconciler;
    this.queue = new WorkQueue(loop, this::work);
  }

  private void work(ObjectKey key) {
    switch (reconciler.reconcile(key)) {
      case Next.Done() -> {}
      case Next.After(var delay) -> queue.addAfter(key, delay);
    }
  }

  /// Has an object looked at.
  public void enqueue(ObjectKey key) {
    queue.add(key);
  }
}
