package timonier.apiserver;

import timonier.kit.loop.EventLoop.Cancellable;

/// The way to the API server: over HTTP, or within the process. Both are the same server.
public interface Transport {

  /// Asks and waits for the answer. A refusal is an answer too: its body is a `Status`.
  ApiResponse call(ApiRequest request);

  /// Begins a watch.
  ///
  /// @param observer is told each event, in order, by one thread at a time
  /// @return the way to end it
  /// @throws timonier.pods.ApiException if the server refuses
  Cancellable watch(ApiRequest request, WatchObserver observer);

  /// Follows a watch.
  interface WatchObserver {
    /// Something happened.
    ///
    /// @param type `ADDED`, `MODIFIED`, `DELETED`, `BOOKMARK` or `ERROR`
    /// @param object the object as JSON; for `ERROR`, a `Status`
    void event(String type, byte[] object);

    /// No more events will come: the server ended the watch, or the connection broke.
    void closed();
  }
}
