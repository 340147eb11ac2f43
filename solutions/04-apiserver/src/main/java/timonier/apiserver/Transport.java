package timonier.apiserver;

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
}
