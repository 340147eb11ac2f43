package timonier.store;

import java.util.Optional;

/// One write, as watchers see it.
///
/// @param revision the write's revision; only writes of one transaction share one
/// @param key the key that was written
/// @param isDelete true if the value was deleted
/// @param value the new value; of a deletion, the last one
/// @param createRevision the revision at which the value was created
/// @param previous the value before; empty if there was none
public record Change(
    long revision,
    StoreKey key,
    boolean isDelete,
    byte[] value,
    long createRevision,
    Optional<byte[]> previous) {

  /// True if this is the first value of its key, or the first since a deletion.
  public boolean isCreate() {
    return !isDelete && revision == createRevision;
  }
}
