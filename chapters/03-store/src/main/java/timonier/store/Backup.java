package timonier.store;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import timonier.kit.loop.Disk;
import timonier.store.Store.Damaged;
import timonier.store.Store.Entry;
import timonier.store.Store.Snapshot;

/// A copy of all values of a store at one revision, as bytes; a snapshot of a [LogStore] is the
/// same.
///
/// It is taken while the store runs. There are two ways to restore it. After a loss, into an empty
/// folder: the values keep their revisions. Or into a running store, as ordinary writes: its
/// revisions go on growing, and watchers see the changes. Clients must never see revisions go back:
/// etcd documentation, "Disaster recovery", says why.
public final class Backup {

  /// Copies a store.
  public static byte[] of(Store store) {
    return bytes(store.snapshot());
  }

  static byte[] bytes(Snapshot snapshot) {
    var bytes = new ByteArrayOutputStream();
    try {
      write(snapshot, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /// Writes a copy value by value, so that it needs no memory of its own.
  public static void write(Snapshot snapshot, OutputStream out) throws IOException {
    var record = new ByteArrayOutputStream();
    for (var entry : snapshot.entries()) {
      LogRecord.state(entry).writeTo(record);
      record.writeTo(out);
      record.reset();
    }
    LogRecord.end(snapshot.revision()).writeTo(record);
    record.writeTo(out);
  }

  /// Reads a copy.
  ///
  /// @param name the name of the copy, for the error
  /// @throws Damaged if it is not whole
  public static Snapshot read(String name, byte[] backup) {
    var bytes = ByteBuffer.wrap(backup);
    var entries = new ArrayList<Entry>();
    while (true) {
      var record = LogRecord.read(bytes);
      if (record.isEmpty()) {
        throw new Damaged(
            "%s is damaged at byte %d: restore a backup".formatted(name, bytes.position()));
      }
      if (record.get().kind() == LogRecord.Kind.END) {
        return new Snapshot(record.get().revision(), entries);
      }
      entries.add(record.get().entry());
    }
  }

  /// Writes the files of a store from a copy. A [LogStore] that is opened on them has the values,
  /// and continues after their revisions.
  ///
  /// @param disk a folder without a store
  /// @throws Damaged if the copy is not whole; then nothing is written
  /// @throws IllegalStateException if there is a store in the folder; then nothing is written
  public static void restore(byte[] backup, Disk disk) {
    restore(backup, disk, 0);
  }

  /// The same, for clients that have seen later revisions than the copy's. The store continues
  /// after a revision that no client can have seen, so a client that resumes from an older one gets
  /// [Store.Compacted].
  ///
  /// @param leap how much later than the copy's that revision is
  public static void restore(byte[] backup, Disk disk, long leap) {
    var copy = read("the backup", backup);
    var revision = copy.revision() + leap;
    try (var _ = disk.lock()) {
      var names = disk.list();
      var unfinished = new ArrayList<>(StoreFiles.of(names).leftovers());
      StoreFiles.of(names).strays().stream()
          .filter(log -> disk.read(log).length == 0)
          .forEach(unfinished::add);
      if (names.stream().anyMatch(name -> StoreFiles.isStore(name) && !unfinished.contains(name))) {
        throw new IllegalStateException("there is a store in the folder already");
      }
      unfinished.forEach(disk::delete);
      if (revision > 0) {
        write(bytes(new Snapshot(revision, copy.entries())), disk, revision);
      }
      disk.syncFolder();
    }
  }

  private static void write(byte[] snapshot, Disk disk, long revision) {
    var draft = StoreFiles.draft(revision);
    try (var file = disk.append(draft)) {
      file.write(snapshot, 0, snapshot.length);
      file.sync();
    } catch (UncheckedIOException failure) {
      disk.delete(draft);
      throw failure;
    }
    disk.append(StoreFiles.log(revision)).close();
    disk.rename(draft, StoreFiles.snapshot(revision));
  }

  /// Writes the values of a copy to a running store, all at one revision.
  ///
  /// @return the store's revision after that
  /// @throws Damaged if the copy is not whole; then nothing is written
  /// @throws Store.CompareFailed if others write meanwhile; then nothing is written
  public static long restore(byte[] backup, Store store) {
    var wanted = read("the backup", backup);
    var now = store.snapshot();
    var steps = steps(now.entries(), wanted.entries());
    return steps.isEmpty()
        ? now.revision()
        : store.commit(new Transaction(steps)).getFirst().revision();
  }

  /// Returns the steps that turn some values into others.
  static List<Transaction.Step> steps(List<Entry> from, List<Entry> to) {
    var left = new TreeMap<StoreKey, Entry>();
    from.forEach(entry -> left.put(entry.key(), entry));
    var steps = new ArrayList<Transaction.Step>();
    for (var entry : to) {
      var before = left.remove(entry.key());
      if (before == null) {
        steps.add(new Transaction.Put(entry.key(), entry.value(), 0));
      } else if (!Arrays.equals(before.value(), entry.value())) {
        steps.add(new Transaction.Put(entry.key(), entry.value(), before.modRevision()));
      }
    }
    left.values()
        .forEach(gone -> steps.add(new Transaction.Delete(gone.key(), gone.modRevision())));
    return steps;
  }

  private Backup() {}
}
