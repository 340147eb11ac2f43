package timonier.store;

import java.io.ByteArrayOutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import timonier.kit.loop.Disk;
import timonier.store.Store.Damaged;
import timonier.store.Store.ReadOnly;
import timonier.store.Store.Snapshot;

/// The files of a store: a snapshot of all values, and a log of what was written since (see
/// [StoreFiles]).
///
/// A log may end in the middle of a record, where a crash tore it; that record was never
/// acknowledged and is cut off. Only one thread uses it at a time.
final class CommitLog implements AutoCloseable {

  private final Disk disk;
  private final Disk.Lock lock;
  private final StoreFiles files;
  private String name;
  private Disk.Appender log;
  private long size;

  /// Opens the files that are on a disk, or new ones where there are none.
  CommitLog(Disk disk) {
    this.disk = disk;
    this.lock = disk.lock();
    this.files = StoreFiles.of(disk.list());
    files.leftovers().forEach(disk::delete);
    files.strays().forEach(this::removeStray);
    this.name = StoreFiles.log(files.base());
    this.log = disk.append(name);
    disk.syncFolder();
  }

  /// A crash leaves a new log before its snapshot has its name, but never with writes in it.
  private void removeStray(String file) {
    if (disk.read(file).length > 0) {
      var snapshot = StoreFiles.snapshot(StoreFiles.revision(file));
      throw new Damaged(
          "%s holds writes, but %s, which they follow, is not there: restore a backup"
              .formatted(file, snapshot));
    }
    disk.delete(file);
  }

  /// The revision of the snapshot; 0 if there is none.
  long base() {
    return files.base();
  }

  /// How long the log is.
  long size() {
    return size;
  }

  /// Takes in everything that the files hold.
  ///
  /// @param ledger an empty one that begins at [#base]
  /// @throws Damaged if they lost what was acknowledged
  void recover(Ledger ledger) {
    if (base() > 0) {
      var snapshot = StoreFiles.snapshot(base());
      Backup.read(snapshot, disk.read(snapshot)).entries().forEach(ledger::restore);
    }
    var bytes = ByteBuffer.wrap(disk.read(name));
    for (var record = LogRecord.read(bytes); record.isPresent(); record = LogRecord.read(bytes)) {
      ledger.publish(record.get().changes(ledger::get));
    }
    size = bytes.position();
    if (bytes.hasRemaining()) {
      cutTornEnd(bytes);
    }
  }

  private void cutTornEnd(ByteBuffer bytes) {
    if (!LogDamage.isTornEnd(bytes.array(), bytes.position())) {
      throw new Damaged(
          ("%s is damaged at byte %d, in the middle of writes that were acknowledged: restore a"
                  + " backup")
              .formatted(name, bytes.position()));
    }
    disk.truncate(name, bytes.position());
  }

  /// Makes transactions durable.
  ///
  /// @throws ReadOnly if the disk did not take them; then nothing of them is left there
  /// @throws RuntimeException if nobody can say what is on the disk
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
  }

  private static String reason(UncheckedIOException refused) {
    var cause = refused.getCause();
    return String.valueOf(cause == null ? refused.getMessage() : cause.getMessage());
  }

  /// Writes all values to a new snapshot and begins a new log. A crash at any point leaves the old
  /// files or the new ones.
  ///
  /// @return false if the disk did not take it; then all is as it was
  /// @throws RuntimeException if nobody can say what is on the disk
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
    lock.close();
  }
}
