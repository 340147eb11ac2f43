package timonier.store;

import java.io.ByteArrayOutputStream;
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
/// It is taken while the store goes on. There are two ways back: into an empty folder, where the
/// values keep their revisions, after a loss; or into a store that runs, which then takes them as
/// ordinary writes, so that its revisions go on growing and everybody who watches is told (etcd
/// documentation, "Disaster recovery", says why a restored store must not go back in time under the
/// eyes of its clients).
public final class Backup {

  /// Copies a store.
  public static byte[] of(Store store) {
    return bytes(store.snapshot());
  }

  static byte[] bytes(Snapshot snapshot) {
    var bytes = new ByteArrayOutputStream();
    snapshot.entries().forEach(entry -> LogRecord.state(entry).writeTo(bytes));
    LogRecord.end(snapshot.revision()).writeTo(bytes);
    return bytes.toByteArray();
  }

  /// What a copy holds.
  ///
  /// @param name what it is called, for the error
  /// @throws Damaged if it is not whole
  static Snapshot read(String name, byte[] backup) {
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

  /// Makes the files of a store from a copy. A [LogStore] that is opened on them has the values,
  /// and goes on after their revisions.
  ///
  /// @param disk an empty folder
  /// @throws Damaged if the copy is not whole; then nothing is written
  /// @throws IllegalStateException if the folder is not empty
  public static void restore(byte[] backup, Disk disk) {
    var snapshot = read("the backup", backup);
    try (var _ = disk.lock()) {
      if (disk.list().stream().anyMatch(StoreFiles::isStore)) {
        throw new IllegalStateException("there is a store in the folder already");
      }
      if (snapshot.revision() > 0) {
        var draft = StoreFiles.draft(snapshot.revision());
        try (var file = disk.append(draft)) {
          file.write(backup, 0, backup.length);
          file.sync();
        }
        disk.rename(draft, StoreFiles.snapshot(snapshot.revision()));
      }
      disk.syncFolder();
    }
  }

  /// Gives a store that runs the values of a copy, all at one revision.
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

  /// The steps from some values to others.
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
