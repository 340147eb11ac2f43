package timonier.store;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import timonier.kit.loop.Disk;
import timonier.kit.loop.EventLoop;
import timonier.kit.loop.Promise;

/// A store on disk: every write goes to a log before it is acknowledged.
///
/// Writers that come while the disk is busy share the next sync (*group commit*): one piece of
/// work, the committer, takes all that wait, appends them, syncs once, and only then shows them to
/// readers and tells the writers. When the log has grown, all values are written to a snapshot and
/// the log begins anew.
///
/// Files: `snapshot-R` holds all values as of revision R and ends with a mark; `log-R` holds the
/// writes after R. A log may end in the middle of a record, where a crash tore it; that record was
/// never acknowledged and is cut off.
public final class LogStore implements Store {

  /// How large a log may grow before a snapshot is taken. Smaller logs start faster; each snapshot
  /// costs writing all values.
  static final long LOG_LIMIT = 64L << 20;

  private static final String SNAPSHOT = "snapshot-";
  private static final String LOG = "log-";
  private static final String DRAFT = ".draft";

  private final EventLoop loop;
  private final Disk disk;
  private final long logLimit;
  private final Ledger ledger;
  private final Object writing = new Object();
  private final Map<StoreKey, Pending> inFlight = new HashMap<>();
  private List<Pending> waiting = new ArrayList<>();
  private boolean committing;
  private long assigned;
  private long logSize;
  private Disk.Appender log;
  private @Nullable RuntimeException broken;

  /// A write that is not durable yet.
  private record Pending(LogRecord record, Change change, Promise<Long> done) {}

  /// Opens the store that is on a disk, or a new one where there is none.
  public LogStore(EventLoop loop, Disk disk) {
    this(loop, disk, LOG_LIMIT);
  }

  LogStore(EventLoop loop, Disk disk, long logLimit) {
    this.loop = loop;
    this.disk = disk;
    this.logLimit = logLimit;
    removeDrafts();
    var base = newestSnapshot();
    this.ledger = new Ledger(base);
    restoreSnapshot(base);
    this.logSize = replay(LOG + name(base));
    this.assigned = ledger.revision();
    this.log = disk.append(LOG + name(base));
    disk.syncFolder();
  }

  private void removeDrafts() {
    disk.list().stream().filter(file -> file.endsWith(DRAFT)).forEach(disk::delete);
  }

  private static String name(long revision) {
    return "%020d".formatted(revision);
  }

  private long newestSnapshot() {
    return disk.list().stream()
        .filter(file -> file.startsWith(SNAPSHOT))
        .mapToLong(file -> Long.parseLong(file.substring(SNAPSHOT.length())))
        .max()
        .orElse(0);
  }

  private void restoreSnapshot(long base) {
    if (base == 0) {
      return;
    }
    var bytes = ByteBuffer.wrap(disk.read(SNAPSHOT + name(base)));
    for (var record = LogRecord.read(bytes); ; record = LogRecord.read(bytes)) {
      if (record == null) {
        throw new IllegalStateException("snapshot " + base + " is damaged: it has no end");
      }
      if (record.kind() == LogRecord.Kind.END) {
        return;
      }
      ledger.restore(
          new Entry(record.key(), record.value(), record.createRevision(), record.revision()));
    }
  }

  /// Takes in what a log holds, and cuts off a torn end.
  private long replay(String file) {
    if (!disk.list().contains(file)) {
      return 0;
    }
    var bytes = ByteBuffer.wrap(disk.read(file));
    for (var record = LogRecord.read(bytes); record != null; record = LogRecord.read(bytes)) {
      var previous = ledger.get(record.key()).map(Entry::value);
      ledger.publish(List.of(record.change(previous)));
    }
    if (bytes.hasRemaining()) {
      disk.truncate(file, bytes.position());
    }
    return bytes.position();
  }

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
    var pending = enqueue(LogRecord.Kind.PUT, key, value, expected);
    var revision = pending.done().await();
    return new Entry(key, value, pending.change().createRevision(), revision);
  }

  @Override
  public long delete(StoreKey key, long expected) {
    if (expected == 0) {
      throw new CompareFailed(key, expected, 0);
    }
    return enqueue(LogRecord.Kind.DELETE, key, new byte[0], expected).done().await();
  }

  private Pending enqueue(LogRecord.Kind kind, StoreKey key, byte[] value, long expected) {
    Pending other;
    long actual;
    synchronized (writing) {
      if (broken != null) {
        throw new IllegalStateException("the store failed earlier and takes no writes", broken);
      }
      var before = latest(key);
      actual = before.map(Entry::modRevision).orElse(0L);
      if (actual == expected) {
        return accept(kind, key, value, before);
      }
      other = inFlight.get(key);
    }
    if (other != null) {
      // Whoever is told that another was first may read what it wrote, and try again.
      var _ = other.done().await();
    }
    throw new CompareFailed(key, expected, actual);
  }

  /// Queues a write for the committer. Called with the lock held.
  private Pending accept(LogRecord.Kind kind, StoreKey key, byte[] value, Optional<Entry> before) {
    var revision = ++assigned;
    var created = before.map(Entry::createRevision).orElse(revision);
    var record = new LogRecord(kind, revision, created, key, value);
    var change = record.change(before.map(Entry::value));
    var pending = new Pending(record, change, loop.promise());
    inFlight.put(key, pending);
    waiting.add(pending);
    if (!committing) {
      committing = true;
      loop.spawn("commit", this::commit);
    }
    return pending;
  }

  /// The value that a writer has to compare with: durable, or in flight.
  private Optional<Entry> latest(StoreKey key) {
    var pending = inFlight.get(key);
    if (pending == null) {
      return ledger.get(key);
    }
    var change = pending.change();
    return change.isDelete()
        ? Optional.empty()
        : Optional.of(new Entry(key, change.value(), change.createRevision(), change.revision()));
  }

  /// Makes waiting writes durable, batch after batch, until none waits.
  private void commit() {
    for (var batch = nextBatch(); !batch.isEmpty(); batch = nextBatch()) {
      try {
        makeDurable(batch);
        ledger.publish(batch.stream().map(Pending::change).toList());
      } catch (RuntimeException failure) {
        fail(batch, failure);
        return;
      }
      settle(batch);
      batch.forEach(pending -> pending.done().complete(pending.change().revision()));
      if (logSize > logLimit && !trySnapshot()) {
        return;
      }
    }
  }

  /// What was acknowledged stays so if the snapshot fails; but nothing more is taken.
  private boolean trySnapshot() {
    try {
      takeSnapshot();
      return true;
    } catch (RuntimeException failure) {
      fail(List.of(), failure);
      return false;
    }
  }

  private List<Pending> nextBatch() {
    synchronized (writing) {
      var batch = waiting;
      waiting = new ArrayList<>();
      committing = !batch.isEmpty();
      return batch;
    }
  }

  private void makeDurable(List<Pending> batch) {
    var bytes = new ByteArrayOutputStream();
    batch.forEach(pending -> pending.record().writeTo(bytes));
    log.write(bytes.toByteArray(), 0, bytes.size());
    log.sync();
    logSize += bytes.size();
  }

  private void settle(List<Pending> batch) {
    synchronized (writing) {
      batch.forEach(pending -> inFlight.remove(pending.change().key(), pending));
    }
  }

  /// After a failed write nobody can say what is on disk: the store takes no more.
  private void fail(List<Pending> batch, RuntimeException failure) {
    List<Pending> lost;
    synchronized (writing) {
      broken = failure;
      lost = new ArrayList<>(batch);
      lost.addAll(waiting);
      waiting = new ArrayList<>();
    }
    lost.forEach(pending -> pending.done().fail(failure));
  }

  /// Writes all values to a new snapshot and begins a new log. Only the committer does this, so
  /// nothing is written meanwhile; a crash at any point leaves the old files or the new ones.
  private void takeSnapshot() {
    var revision = ledger.revision();
    var bytes = new ByteArrayOutputStream();
    for (var entry : ledger.all()) {
      new LogRecord(
              LogRecord.Kind.STATE,
              entry.modRevision(),
              entry.createRevision(),
              entry.key(),
              entry.value())
          .writeTo(bytes);
    }
    LogRecord.end(revision).writeTo(bytes);
    var target = SNAPSHOT + name(revision);
    try (var file = disk.append(target + DRAFT)) {
      file.write(bytes.toByteArray(), 0, bytes.size());
      file.sync();
    }
    var newLog = disk.append(LOG + name(revision));
    newLog.sync();
    disk.rename(target + DRAFT, target);
    disk.syncFolder();
    log.close();
    log = newLog;
    logSize = 0;
    removeBefore(revision);
  }

  private void removeBefore(long revision) {
    for (var file : disk.list()) {
      if ((file.startsWith(SNAPSHOT) || file.startsWith(LOG))
          && Long.parseLong(file.substring(file.indexOf('-') + 1)) < revision) {
        disk.delete(file);
      }
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
  public void close() {
    log.close();
  }
}
