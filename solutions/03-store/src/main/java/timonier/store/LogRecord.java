package timonier.store;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.zip.CRC32C;

/// One transaction as it stands in a log, or one value as it stands in a snapshot.
///
/// ```
/// length of what follows the checksum (4 bytes) · CRC-32C of it (4)
/// kind (1) · revision (8) · synced (8) · number of items (4)
/// each item: 1 if it was deleted, else 0 (1) · create revision (8)
///            resource, namespace, name, value: length (4), bytes
/// ```
///
/// @param kind what the record stands for
/// @param revision the revision of the writes
/// @param synced how many bytes of the log were known to be on disk when this was written
/// @param items the writes
record LogRecord(Kind kind, long revision, long synced, List<Item> items) {

  /// The kind of a record.
  enum Kind {
    /// Values were written or deleted, together.
    WRITES,
    /// A value as it stood when the snapshot was taken.
    STATE,
    /// The end of a snapshot: it is whole.
    END
  }

  /// A write of one key.
  ///
  /// @param key the key that was written
  /// @param isDelete whether it was deleted
  /// @param createRevision the revision at which the value was created
  /// @param value the bytes; none of a deletion
  record Item(StoreKey key, boolean isDelete, long createRevision, byte[] value) {}

  /// The bytes before those that the checksum covers.
  static final int HEADER = 8;

  private static final int FIXED = 21;
  private static final int FIXED_ITEM = 25;

  /// The record of a transaction.
  static LogRecord of(long revision, long synced, List<Change> changes) {
    var items =
        changes.stream()
            .map(change ->
                new Item(
                    change.key(),
                    change.isDelete(),
                    change.createRevision(),
                    change.isDelete() ? new byte[0] : change.value()))
            .toList();
    return new LogRecord(Kind.WRITES, revision, synced, items);
  }

  /// The record of a value in a snapshot.
  static LogRecord state(Store.Entry entry) {
    var item = new Item(entry.key(), false, entry.createRevision(), entry.value());
    return new LogRecord(Kind.STATE, entry.modRevision(), 0, List.of(item));
  }

  /// The record that ends a snapshot taken at a revision.
  static LogRecord end(long revision) {
    return new LogRecord(Kind.END, revision, 0, List.of());
  }

  /// Appends the record's bytes.
  void writeTo(ByteArrayOutputStream out) {
    var texts = new ArrayList<byte[]>();
    var length = FIXED;
    for (var item : items) {
      length += FIXED_ITEM;
      for (var bytes : parts(item)) {
        texts.add(bytes);
        length += bytes.length;
      }
    }
    var buffer = ByteBuffer.allocate(HEADER + length);
    buffer.putInt(length).putInt(0).put((byte) kind.ordinal());
    buffer.putLong(revision).putLong(synced).putInt(items.size());
    var text = texts.iterator();
    for (var item : items) {
      buffer.put((byte) (item.isDelete() ? 1 : 0)).putLong(item.createRevision());
      for (var part = 0; part < 4; part++) {
        var bytes = text.next();
        buffer.putInt(bytes.length).put(bytes);
      }
    }
    buffer.putInt(4, checksum(buffer.array(), HEADER, length));
    out.write(buffer.array(), 0, buffer.position());
  }

  private static List<byte[]> parts(Item item) {
    return List.of(
        item.key().resource().getBytes(StandardCharsets.UTF_8),
        item.key().namespace().getBytes(StandardCharsets.UTF_8),
        item.key().name().getBytes(StandardCharsets.UTF_8),
        item.value());
  }

  /// How many bytes a transaction will take, or a little more.
  static int size(List<Change> changes) {
    var size = HEADER + FIXED;
    for (var change : changes) {
      var key = change.key();
      var letters = key.resource().length() + key.namespace().length() + key.name().length();
      size += FIXED_ITEM + 3 * letters + change.value().length;
    }
    return size;
  }

  /// Reads the record at a log's position, and moves on to the next.
  ///
  /// Anything may be there: the beginning of a record that a power cut tore, zeros, or bytes that a
  /// disk damaged. It is a record only if it is complete and its checksum is right.
  ///
  /// @param log backed by an array, with its position where a record begins
  /// @return empty if there is no whole record; then the position is unchanged
  /// @exercise 03-5 Read a record from a log in which any byte may be missing or wrong.
  static Optional<LogRecord> read(ByteBuffer log) {
    var begin = log.position();
    if (log.remaining() < HEADER + FIXED) {
      return Optional.empty();
    }
    var length = log.getInt(begin);
    if (length < FIXED || length > log.remaining() - HEADER) {
      return Optional.empty();
    }
    if (log.getInt(begin + 4) != checksum(log.array(), begin + HEADER, length)) {
      return Optional.empty();
    }
    log.position(begin + HEADER);
    return Optional.of(content(log));
  }

  /// Reads the bytes that the checksum covers.
  private static LogRecord content(ByteBuffer log) {
    var kind = Kind.values()[log.get()];
    var revision = log.getLong();
    var synced = log.getLong();
    var items = new ArrayList<Item>();
    for (var left = log.getInt(); left > 0; left--) {
      var isDelete = log.get() == 1;
      var createRevision = log.getLong();
      var key = new StoreKey(text(log), text(log), text(log));
      items.add(new Item(key, isDelete, createRevision, bytes(log)));
    }
    return new LogRecord(kind, revision, synced, items);
  }

  private static String text(ByteBuffer log) {
    return new String(bytes(log), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(ByteBuffer log) {
    var bytes = new byte[log.getInt()];
    log.get(bytes);
    return bytes;
  }

  /// The checksum of a part of some bytes (CRC-32C, as in etcd's log).
  static int checksum(byte[] bytes, int offset, int length) {
    var crc = new CRC32C();
    crc.update(bytes, offset, length);
    return (int) crc.getValue();
  }

  /// The writes that this record stands for.
  ///
  /// @param current the value of a key before
  List<Change> changes(Function<StoreKey, Optional<Store.Entry>> current) {
    var changes = new ArrayList<Change>();
    for (var item : items) {
      var previous = current.apply(item.key()).map(Store.Entry::value);
      var shown = item.isDelete() ? previous.orElse(item.value()) : item.value();
      changes.add(
          new Change(
              revision, item.key(), item.isDelete(), shown, item.createRevision(), previous));
    }
    return changes;
  }

  /// The value that this record of a snapshot stands for.
  Store.Entry entry() {
    var item = items.getFirst();
    return new Store.Entry(item.key(), item.value(), item.createRevision(), revision);
  }
}
