package timonier.apiserver;

import java.util.List;
import java.util.Optional;
import timonier.pods.ApiException;

/// Who follows a watch. Its methods return at once: they run on the server's own loop.
public interface WatchObserver {

  /// The next events, in order; never none.
  void onEvents(List<WatchEvent> events);

  /// The watch ended: nothing follows.
  ///
  /// @param failure why, if it did not just run out of time
  void onClosed(Optional<ApiException> failure);
}
