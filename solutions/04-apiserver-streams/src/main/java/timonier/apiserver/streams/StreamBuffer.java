package timonier.apiserver.streams;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import timonier.kit.loop.EventLoop;
import timonier.kit.loop.Promise;

/// What a client sent on one of several streams and was not passed on yet. It holds so much and no
/// more; then the client has to wait.
final class StreamBuffer {

  /// Enough that one stream which is slow for a moment does not stop the others.
  static final int LIMIT = 1 << 20;

  private final EventLoop loop;
  private final Duration patience;
  private final ArrayDeque<byte[]> waiting = new ArrayDeque<>();
  private Optional<Promise<Boolean>> change = Optional.empty();
  private int size;
  private boolean ended;
  private boolean dropped;

  /// @param patience how long a client may have to wait
  StreamBuffer(EventLoop loop, Duration patience) {
    this.loop = loop;
    this.patience = patience;
  }

  /// Adds something, once there is room.
  ///
  /// @return false if there was none for too long
  boolean put(byte[] bytes) {
    while (true) {
      Promise<Boolean> promise;
      synchronized (this) {
        if (size < LIMIT || dropped) {
          if (!dropped) {
            waiting.add(bytes);
            size += bytes.length;
          }
          changed();
          return true;
        }
        promise = change();
      }
      var late = loop.after(patience, () -> complete(promise, false));
      var inTime = promise.await();
      late.cancel();
      if (!inTime) {
        return false;
      }
    }
  }

  /// Waits for what comes next; empty at the end.
  Optional<byte[]> take() {
    while (true) {
      Promise<Boolean> promise;
      synchronized (this) {
        if (!waiting.isEmpty()) {
          var bytes = waiting.remove();
          size -= bytes.length;
          changed();
          return Optional.of(bytes);
        }
        if (ended || dropped) {
          return Optional.empty();
        }
        promise = change();
      }
      promise.await();
    }
  }

  /// Nothing more comes.
  synchronized void end() {
    ended = true;
    changed();
  }

  /// Nobody wants what comes, nor what is there.
  synchronized void drop() {
    dropped = true;
    waiting.clear();
    size = 0;
    changed();
  }

  synchronized boolean isDropped() {
    return dropped;
  }

  private Promise<Boolean> change() {
    if (change.filter(promise -> !promise.isDone()).isEmpty()) {
      change = Optional.of(loop.promise());
    }
    return change.orElseThrow();
  }

  private void changed() {
    change.ifPresent(promise -> complete(promise, true));
    change = Optional.empty();
  }

  private static void complete(Promise<Boolean> promise, boolean value) {
    if (!promise.isDone()) {
      promise.complete(value);
    }
  }
}
