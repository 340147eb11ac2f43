package timonier.store;

import java.util.List;
import java.util.Optional;

/// A store that forgets everything when its process ends.
public final class MemoryStore implements Store {

  private final Object writing = new Object();
  private final Ledger ledger = new Ledger(0);

  /// Makes an empty store.
  public MemoryStore() {}

  @Override
  public long revision() {
    return ledger.revision();
  }

  @Override
  public long compactedRevision() {
    return ledger.compactedRevision();
  }

  @Override
  public Optional<Entry> get(StoreKey key) {
    return ledger.get(key);
  }

  @Override
  public Page range(KeyRange range, long revision, int limit, Optional<StoreKey> after) {
    return ledger.range(range, revision, limit, after);
  }

  @Override
  public Snapshot snapshot() {
    return ledger.snapshot();
  }

  @Override
  public List<Change> commit(Transaction transaction) {
    synchronized (writing) {
      var changes = transaction.changes(ledger::get, ledger.revision() + 1);
      ledger.publish(changes);
      return changes;
    }
  }

  @Override
  public Cursor watch(KeyRange range, long after, Runnable wake) {
    return ledger.follow(range, after, wake);
  }

  @Override
  public void compact(long revision) {
    ledger.compact(revision);
  }

  @Override
  public void close() {}
}
