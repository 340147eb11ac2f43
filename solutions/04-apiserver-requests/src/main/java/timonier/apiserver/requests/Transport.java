package timonier.apiserver.requests;

import java.util.List;
import timonier.kit.loop.EventLoop.Cancellable;

/// Sends requests to the API server, over HTTP or within the process: the same server either way.
public interface Transport {

  /// Sends a request and waits for the answer. A refusal is an answer too: its body is a `Status`.
  ApiResponse call(ApiRequest request);

  /// Begins a watch; the request is that of a list.
  ///
  /// @param observer receives the events in order, from one thread at a time
  /// @return ends the watch; afterwards the observer receives nothing more
  /// @throws timonier.pods.objects.ApiException if the server refuses
  Cancellable watch(ApiRequest request, WatchObserver observer);

  /// Receives the events of a watch. Its methods must return at once: they run on the server's
  /// loop.
  interface WatchObserver {
    /// Called for one event.
    ///
    /// @param type `ADDED`, `MODIFIED`, `DELETED`, `BOOKMARK` or `ERROR`
    /// @param object the object as JSON, not to be changed; for `ERROR`, a `Status`
    void event(String type, byte[] object);

    /// Called for several events, in this order. Observers share them, so that an event's line or
    /// record is made only once.
    default void events(List<WatchEvent> events) {
      events.forEach(event -> event(event.type().name(), event.object()));
    }

    /// No more events will come: the server ended the watch, or the connection broke.
    void closed();
  }
}
