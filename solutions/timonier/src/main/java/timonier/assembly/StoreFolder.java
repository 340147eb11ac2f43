package timonier.assembly;

import java.io.UncheckedIOException;
import timonier.kit.loop.EventLoop;
import timonier.kit.loop.LiveDisk;
import timonier.store.LogStore;

/// The store of a cluster in its data folder.
///
/// @param folder the cluster's folder
record StoreFolder(DataFolder folder) {

  /// Makes a store if there are no certificates yet. If there are, but no store, it refuses: a
  /// cluster that lost its store must not begin again as an empty one that its nodes would obey.
  ///
  /// @throws CommandFailure if the store of a cluster is not there
  void require(EventLoop loop) {
    if (isThere()) {
      return;
    }
    if (folder.read("ca.crt").isEmpty()) {
      open(loop).close();
    } else {
      throw new CommandFailure(
          ("The store in %s is gone, though the cluster's certificates are still there: put it"
                  + " back, restore a backup with './timonier restore --from FILE --data %s', or"
                  + " remove %s to begin anew.")
              .formatted(folder.file("store"), folder.path(), folder.path()));
    }
  }

  /// Whether a store was ever made in it.
  boolean isThere() {
    return new LiveDisk(folder.file("store"))
        .list().stream().anyMatch(name -> name.startsWith("log-") || name.startsWith("snapshot-"));
  }

  /// Opens it, and reports what could not be read at its end.
  ///
  /// @throws CommandFailure if its files cannot be read
  /// @throws timonier.store.Store.Damaged if they do not hold what was acknowledged
  LogStore open(EventLoop loop) {
    try {
      var store = new LogStore(loop, new LiveDisk(folder.file("store")));
      store.dropped().ifPresent(lost -> System.out.println("timonier: " + lost.sentence()));
      return store;
    } catch (UncheckedIOException failure) {
      throw new CommandFailure(
          ("The store in %s cannot be opened: %s. Put that right, or choose another folder with"
                  + " --data.")
              .formatted(folder.file("store"), failure.getMessage()),
          failure);
    }
  }
}
