package timonier.store;

import java.util.List;
import java.util.Optional;

/// A store that forgets everything when its process ends.
public final class MemoryStore implements Store {

  private final Object writing = new Object();
  private final Ledger ledger = new Ledger(0);

  /// An empty store.
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
  public Entry put(StoreKey key, byte[] value, long expected) {
    synchronized (writing) {
      var before = compare(key, expected);
      var revision = ledger.revision() + 1;
      var created = before.map(Entry::createRevision).orElse(revision);
      ledger.publish(
          List.of(new Change(revision, key, false, value, created, before.map(Entry::value))));
      return new Entry(key, value, created, revision);
    }
  }

  @Override
  public long delete(StoreKey key, long expected) {
    synchronized (writing) {
      var before = compare(key, expected).orElseThrow(() -> new CompareFailed(key, expected, 0));
      var revision = ledger.revision() + 1;
      ledger.publish(
          List.of(
              new Change(
                  revision,
                  key,
                  true,
                  before.value(),
                  before.createRevision(),
                  Optional.of(before.value()))));
      return revision;
    }
  }

  private Optional<Entry> compare(StoreKey key, long expected) {
    var current = ledger.get(key);
    var actual = current.map(Entry::modRevision).orElse(0L);
    if (actual != expected) {
      throw new CompareFailed(key, expected, actual);
    }
    return current;
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
