package timonier.controllers;

import java.time.Duration;

/// When a controller must look at an object again, if nothing changes before.
public sealed interface Next {

  /// Not before something changes.
  record Done() implements Next {}

  /// After a while.
  ///
  /// @param delay how long to wait
  record After(Duration delay) implements Next {}

  /// Not before something changes.
  static Next done() {
    return new Done();
  }

  /// After a while.
  static Next after(Duration delay) {
    return new After(delay);
  }
}
