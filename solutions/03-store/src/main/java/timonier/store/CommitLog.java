package timonier.store;

import java.io.ByteArrayOutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import timonier.kit.loop.Disk;
import timonier.store.Store.Damaged;
import timonier.store.Store.Dropped;
import timonier.store.Store.ReadOnly;
import timonier.store.Store.Snapshot;

/// The files of a store: a snapshot of all values, and a log of the writes since (see
/// [StoreFiles]).
///
/// A crash may leave half a record at the end of a log; that record was never acknowledged, and is
/// cut off. A [Witness] shows whether the log lost more than its last batch. Used by one thread at
/// a time.
final class CommitLog implements AutoCloseable {

  private final Disk disk;
  private final Disk.Lock lock;
  private final StoreFiles files;
  private final Supplier<Instant> clock;
  private Witness witness;
  private String name;
  private Disk.Appender log;
  private long size;

  /// Opens the files that are on a disk, or new ones where there are none.
  ///
  /// @param clock the time, for the notes of the [Witness]
  /// @throws Damaged if a file is missing
  CommitLog(Disk disk, Supplier<Instant> clock) {
    this.disk = disk;
    this.clock = clock;
    this.lock = disk.lock();
    var names = disk.list();
    this.files = StoreFiles.of(names);
    this.name = StoreFiles.log(files.base());
    this.witness = new Witness(disk, files.base(), clock);
    try {
      files.strays().forEach(stray -> requireNoWrites(stray, names));
      requireLog(names);
    } catch (Damaged missing) {
      lock.close();
      throw missing;
    }
    files.leftovers().forEach(disk::delete);
    files.strays().forEach(disk::delete);
    this.log = disk.append(name);
    disk.syncFolder();
  }

  /// A crash may leave a new log whose snapshot has no name yet; but that log is empty, and the log
  /// before it is there too.
  private void requireNoWrites(String stray, List<String> names) {
    var isEmpty = disk.read(stray).length == 0;
    if (!isEmpty || !names.contains(name)) {
      throw new Damaged(
          "%s %s, but %s, which %s, is not there: restore a backup"
              .formatted(
                  stray,
                  isEmpty ? "is there" : "holds writes",
                  StoreFiles.snapshot(StoreFiles.revision(stray)),
                  isEmpty ? "it follows" : "they follow"));
    }
  }

  /// Only a new store has no log.
  private void requireLog(List<String> names) {
    if (files.base() > 0 && !names.contains(name)) {
      throw new Damaged(
          "%s is there, but %s, with the writes after it, is not: restore a backup"
              .formatted(StoreFiles.snapshot(files.base()), name));
    }
  }

  /// The revision of the snapshot; 0 if there is none.
  long base() {
    return files.base();
  }

  /// The length of the log in bytes.
  long size() {
    return size;
  }

  /// Loads everything that the files hold.
  ///
  /// @param ledger an empty one that begins at [#base]
  /// @return the writes at the end of the log that could not be read, and are dropped
  /// @throws Damaged if they lost acknowledged writes
  Optional<Dropped> recover(Ledger ledger) {
    if (base() > 0) {
      readSnapshot(ledger);
    }
    var bytes = ByteBuffer.wrap(disk.read(name));
    var lastBatch = readLog(bytes, ledger);
    size = bytes.position();
    requireTornEnd(bytes);
    var notes = witness.notes();
    requireAll(notes, ledger.revision());
    var dropped = dropped(bytes, notes, ledger.revision());
    if (bytes.hasRemaining()) {
      disk.truncate(name, size);
    }
    witness.begin(lastBatch, new Witness.Note(size, ledger.revision(), clock.get().toEpochMilli()));
    return dropped;
  }

  private void readSnapshot(Ledger ledger) {
    var snapshot = StoreFiles.snapshot(base());
    var content = Backup.read(snapshot, disk.read(snapshot));
    if (content.revision() != base()) {
      throw new Damaged(
          "%s holds revision %d, so it is another file: restore a backup"
              .formatted(snapshot, content.revision()));
    }
    content.entries().forEach(ledger::restore);
  }

  /// @return the state before the last record
  private Witness.Note readLog(ByteBuffer bytes, Ledger ledger) {
    var before = Witness.Note.NOTHING;
    while (true) {
      var begin = bytes.position();
      var record = LogRecord.read(bytes);
      if (record.isEmpty()) {
        return before;
      }
      before = new Witness.Note(begin, ledger.revision(), clock.get().toEpochMilli());
      publish(record.get(), begin, ledger);
    }
  }

  private void publish(LogRecord record, int begin, Ledger ledger) {
    if (record.kind() != LogRecord.Kind.WRITES || record.revision() != ledger.revision() + 1) {
      throw new Damaged(
          "%s is damaged at byte %d, where revision %d should be and is not: restore a backup"
              .formatted(name, begin, ledger.revision() + 1));
    }
    ledger.publish(record.changes(ledger::get));
  }

  /// Refuses a log that lost more than its last batch: earlier writes were acknowledged before the
  /// batch was written.
  private void requireAll(List<Witness.Note> notes, long revision) {
    if (notes.size() > 1 && size < notes.get(notes.size() - 2).length()) {
      var newest = notes.getLast();
      throw new Damaged(
          ("%s ends at byte %d of %d, so that revisions %d to %d are gone, which were acknowledged:"
                  + " restore a backup")
              .formatted(name, size, newest.length(), revision + 1, newest.revision()));
    }
  }

  private Optional<Dropped> dropped(ByteBuffer bytes, List<Witness.Note> notes, long revision) {
    var known = notes.isEmpty() ? 0 : notes.getLast().revision() - revision;
    if (known <= 0 && !bytes.hasRemaining()) {
      return Optional.empty();
    }
    var since =
        notes.stream()
            .filter(note -> note.length() <= size && note.revision() <= revision)
            .reduce((_, later) -> later)
            .map(note -> Instant.ofEpochMilli(note.millis()));
    var unread = LogDamage.records(bytes.array(), bytes.position());
    return Optional.of(new Dropped(Math.max(known, unread), revision, since));
  }

  private void requireTornEnd(ByteBuffer bytes) {
    if (!LogDamage.isTornEnd(bytes.array(), bytes.position())) {
      throw new Damaged(
          ("%s is damaged at byte %d, in the middle of writes that were acknowledged: restore a"
                  + " backup")
              .formatted(name, bytes.position()));
    }
  }

  /// Writes transactions, and syncs.
  ///
  /// @throws ReadOnly if the disk refused them; then nothing of them is left on it
  /// @throws RuntimeException if it is unknown what is on the disk
  void append(List<List<Change>> transactions) {
    var bytes = new ByteArrayOutputStream();
    for (var changes : transactions) {
      LogRecord.of(changes.getFirst().revision(), size, changes).writeTo(bytes);
    }
    try {
      log.write(bytes.toByteArray(), 0, bytes.size());
    } catch (UncheckedIOException refused) {
      disk.truncate(name, size);
      throw new ReadOnly(
          "the store takes no writes until its disk does: " + reason(refused), refused);
    }
    log.sync();
    size += bytes.size();
    witness.synced(size, transactions.getLast().getFirst().revision());
  }

  private static String reason(UncheckedIOException refused) {
    var cause = refused.getCause();
    return String.valueOf(cause == null ? refused.getMessage() : cause.getMessage());
  }

  /// Writes all values to a new snapshot and begins a new log. A crash at any point leaves the old
  /// files or the new ones.
  ///
  /// @return false if the disk did not take it; then all is as it was
  /// @throws RuntimeException if it is unknown what is on the disk
  boolean snapshot(Snapshot all) {
    var revision = all.revision();
    var newName = StoreFiles.log(revision);
    Disk.Appender newLog;
    try {
      writeDraft(StoreFiles.draft(revision), all);
      newLog = emptyLog(newName);
    } catch (UncheckedIOException _) {
      disk.delete(StoreFiles.draft(revision));
      disk.delete(newName);
      return false;
    }
    disk.rename(StoreFiles.draft(revision), StoreFiles.snapshot(revision));
    disk.syncFolder();
    log.close();
    log = newLog;
    name = newName;
    size = 0;
    witness.close();
    witness = new Witness(disk, revision, clock);
    var begin = new Witness.Note(0, revision, clock.get().toEpochMilli());
    witness.begin(begin, begin);
    StoreFiles.of(disk.list()).leftovers().forEach(disk::delete);
    return true;
  }

  private void writeDraft(String draft, Snapshot snapshot) {
    var bytes = Backup.bytes(snapshot);
    disk.delete(draft);
    try (var file = disk.append(draft)) {
      file.write(bytes, 0, bytes.length);
      file.sync();
    }
  }

  private Disk.Appender emptyLog(String name) {
    var opened = disk.append(name);
    try {
      opened.sync();
      return opened;
    } catch (UncheckedIOException e) {
      opened.close();
      throw e;
    }
  }

  @Override
  public void close() {
    log.close();
    witness.close();
    lock.close();
  }
}
