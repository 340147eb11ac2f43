package timonier.apiserver;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import timonier.apiserver.Transport.WatchObserver;
import timonier.kit.loop.EventLoop.Cancellable;
import timonier.pods.ApiException;
import timonier.pods.ObjectKey;

/// A watch of a client behind a socket: events on their way from the server's loop, which must not
/// wait, to the thread that writes them.
final class OpenWatch implements WatchObserver, AutoCloseable {

  /// How many batches may wait for a slow client before its watch ends; it can come back and
  /// resume, and a client that is this slow must not cost the server its memory.
  private static final int MOST_WAITING = 10_000;

  private static final List<WatchEvent> END = List.of();

  private final LinkedBlockingQueue<List<WatchEvent>> waiting = new LinkedBlockingQueue<>();
  private volatile boolean overrun;
  private volatile @Nullable Cancellable cancellable;

  private OpenWatch() {}

  /// Begins a watch. One that asks for a past which is no longer kept begins all the same, and ends
  /// with the refusal as its only event: clients look for it there.
  ///
  /// @throws ApiException if the server refuses for another reason
  static OpenWatch begin(Transport transport, ApiRequest request) {
    var watch = new OpenWatch();
    try {
      watch.cancellable = transport.watch(request, watch);
    } catch (ApiException refusal) {
      if (!refusal.is("Expired")) {
        throw refusal;
      }
      watch.event("ERROR", ApiResponse.of(refusal.status()).body());
      watch.closed();
    }
    return watch;
  }

  @Override
  public void event(String type, byte[] object) {
    var what = WatchEvent.Type.valueOf(type);
    events(List.of(new WatchEvent(what, new ObjectKey("", ""), 0, object)));
  }

  @Override
  public void events(List<WatchEvent> events) {
    overrun |= waiting.size() > MOST_WAITING;
    if (!overrun) {
      waiting.add(events);
    }
  }

  @Override
  public void closed() {
    waiting.add(END);
  }

  /// Where the bytes of one event go.
  interface Sink {
    void write(byte[] line) throws IOException;
  }

  /// Writes all that waits, once something does; false if nothing more will come.
  boolean writeNext(Sink sink) throws IOException {
    try {
      for (var batch = waiting.take(); batch != null; batch = waiting.poll()) {
        if (batch.isEmpty() || overrun) {
          return false;
        }
        for (var event : batch) {
          sink.write(event.line());
        }
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void close() {
    var known = cancellable;
    if (known != null) {
      known.cancel();
    }
    waiting.add(END);
  }
}
