package timonier.store;

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
/// Writers that come while the disk is busy share the next sync (*group commit*). One task, the
/// committer, takes waiting writes as [CommitPlan] says, appends them to the [CommitLog], syncs
/// once, and only then shows them to readers and acknowledges them. When the log has grown, it
/// writes all values to a snapshot and starts a new log.
///
/// If the disk refuses a write, for example because it is full, the writers get [ReadOnly] and
/// nothing of it is kept; the next write tries again. If the disk fails during a sync, it is
/// unknown what is on it, and the store takes no more writes until it is opened again.
public final class LogStore implements Store {

  /// How large a log may grow before a snapshot is taken. With a smaller log a store starts faster,
  /// but each snapshot writes all values.
  static final long LOG_LIMIT = 64L << 20;

  /// After a snapshot that did not fit on the disk, the next is tried when the log has grown by
  /// this fraction of its limit.
  private static final long LATER = 8;

  private final EventLoop loop;
  private final CommitLog log;
  private final long logLimit;
  private final Ledger ledger;
  private final Optional<Dropped> dropped;
  private final Object writing = new Object();
  private final Map<StoreKey, InFlight> inFlight = new HashMap<>();
  private List<Pending> waiting = new ArrayList<>();
  private boolean committing;
  private long assigned;
  private long nextSnapshot;
  private @Nullable RuntimeException broken;

  /// A transaction that is not durable yet.
  private record Pending(List<Change> changes, int size, Promise<List<Change>> done) {}

  /// A write that is not durable yet.
  private record InFlight(Change change, Pending pending) {}

  /// Opens the store that is on a disk, or a new one where there is none.
  ///
  /// @throws Damaged if the disk lost acknowledged writes
  /// @throws java.io.UncheckedIOException if the disk fails, or another process uses it
  public LogStore(EventLoop loop, Disk disk) {
    this(loop, disk, LOG_LIMIT);
  }

  LogStore(EventLoop loop, Disk disk, long logLimit) {
    this.loop = loop;
    this.logLimit = logLimit;
    this.nextSnapshot = logLimit;
    this.log = new CommitLog(disk, loop::now);
    var base = log.base();
    this.ledger = new Ledger(base);
    try {
      this.dropped = log.recover(ledger);
    } catch (RuntimeException e) {
      log.close();
      throw e;
    }
    this.assigned = ledger.revision();
  }

  /// The writes at the end of the log that could not be read when it was opened, and are lost.
  /// Callers should tell their users.
  public Optional<Dropped> dropped() {
    return dropped;
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
  public Snapshot snapshot() {
    return ledger.snapshot();
  }

  @Override
  public List<Change> commit(Transaction transaction) {
    try {
      return accept(transaction).done().await();
    } catch (CompareFailed refusal) {
      // A writer that is refused may read the write that was first, and try again.
      awaitDurable(refusal.key());
      throw refusal;
    }
  }

  private void awaitDurable(StoreKey key) {
    InFlight other;
    synchronized (writing) {
      other = inFlight.get(key);
    }
    if (other != null) {
      var _ = other.pending().done().await();
    }
  }

  /// Queues a transaction for the committer, if its expectations hold.
  private Pending accept(Transaction transaction) {
    synchronized (writing) {
      if (broken != null) {
        throw new ReadOnly(
            "the store takes no writes until it is started again: " + broken.getMessage(), broken);
      }
      var changes = transaction.changes(this::latest, assigned + 1);
      var pending = new Pending(changes, LogRecord.size(changes), loop.promise());
      assigned++;
      changes.forEach(change -> inFlight.put(change.key(), new InFlight(change, pending)));
      waiting.add(pending);
      if (!committing) {
        committing = true;
        loop.spawn("commit", this::commitAll);
      }
      return pending;
    }
  }

  /// The value to compare a write with: durable, or in flight.
  private Optional<Entry> latest(StoreKey key) {
    var other = inFlight.get(key);
    if (other == null) {
      return ledger.get(key);
    }
    var change = other.change();
    return change.isDelete()
        ? Optional.empty()
        : Optional.of(new Entry(key, change.value(), change.createRevision(), change.revision()));
  }

  /// Makes waiting writes durable, batch after batch, until none waits.
  private void commitAll() {
    while (true) {
      switch (nextStep()) {
        case CommitPlan.Step.Rest _ -> {
          return;
        }
        case CommitPlan.Step.Snapshot _ -> beginNewLog();
        case CommitPlan.Step.Write write -> write(take(write.count()));
      }
    }
  }

  private CommitPlan.Step nextStep() {
    synchronized (writing) {
      var sizes = waiting.stream().map(Pending::size).toList();
      var step = CommitPlan.next(sizes, broken == null ? log.size() : 0, nextSnapshot);
      committing = !(step instanceof CommitPlan.Step.Rest);
      return step;
    }
  }

  private List<Pending> take(int count) {
    synchronized (writing) {
      var batch = List.copyOf(waiting.subList(0, count));
      waiting = new ArrayList<>(waiting.subList(count, waiting.size()));
      return batch;
    }
  }

  private void write(List<Pending> batch) {
    try {
      log.append(batch.stream().map(Pending::changes).toList());
      ledger.publish(batch.stream().flatMap(pending -> pending.changes().stream()).toList());
    } catch (ReadOnly refused) {
      refuse(batch, refused);
      return;
    } catch (RuntimeException failure) {
      fail(batch, failure);
      return;
    }
    settle(batch);
    batch.forEach(pending -> pending.done().complete(pending.changes()));
  }

  private void settle(List<Pending> batch) {
    synchronized (writing) {
      for (var pending : batch) {
        for (var change : pending.changes()) {
          inFlight.remove(change.key(), new InFlight(change, pending));
        }
      }
    }
  }

  /// Refuses a batch and all later writes: it is unknown what is on the disk.
  private void fail(List<Pending> batch, RuntimeException failure) {
    synchronized (writing) {
      broken = failure;
    }
    refuse(batch, new ReadOnly("the write may be lost: " + failure.getMessage(), failure));
  }

  /// Refuses a batch and all that came after it, which were compared with it. Nothing of them is
  /// kept.
  private void refuse(List<Pending> batch, ReadOnly refusal) {
    var refused = new ArrayList<>(batch);
    synchronized (writing) {
      refused.addAll(waiting);
      waiting = new ArrayList<>();
      inFlight.clear();
      assigned = ledger.revision();
    }
    refused.forEach(pending -> pending.done().fail(refusal));
  }

  /// Acknowledged writes stay durable if the snapshot fails. Called by the committer only, so
  /// nothing is written meanwhile.
  private void beginNewLog() {
    try {
      var taken = log.snapshot(ledger.snapshot());
      nextSnapshot = taken ? logLimit : log.size() + logLimit / LATER;
    } catch (RuntimeException failure) {
      fail(List.of(), failure);
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
