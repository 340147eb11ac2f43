package timonier.apiserver.requests;

import java.util.List;
import timonier.kit.loop.EventLoop.Cancellable;

/// The way to the API server: over HTTP, or within the process. Both are the same server.
public interface Transport {

  /// Asks and waits for the answer. A refusal is an answer too: its body is a `Status`.
  ApiResponse call(ApiRequest request);

  /// Begins a watch; the request is that of a list.
  ///
  /// @param observer is told what happens, in order, by one thread at a time
  /// @return the way to end it, after which the observer hears nothing more
  /// @throws timonier.pods.ApiException if the server refuses
  Cancellable watch(ApiRequest request, WatchObserver observer);

  /// Follows a watch. Its methods return at once: they run on the server's own loop.
  interface WatchObserver {
    /// Something happened.
    ///
    /// @param type `ADDED`, `MODIFIED`, `DELETED`, `BOOKMARK` or `ERROR`
    /// @param object the object as JSON, not to be changed; for `ERROR`, a `Status`
    void event(String type, byte[] object);

    /// Several things happened, in this order. The events are shared with other observers, so that
    /// whoever wants them as lines or records need not make these again.
    default void events(List<WatchEvent> events) {
      events.forEach(event -> event(event.type().name(), event.object()));
    }

    /// No more events will come: the server ended the watch, or the connection broke.
    void closed();
  }
}
