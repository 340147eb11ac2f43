package timonier.store;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// One write as it stands in a log.
///
/// ```
/// length of what follows the checksum (4 bytes) · CRC-32C of it (4)
/// kind (1) · revision (8) · create revision (8)
/// resource, namespace, name, value: length (4), bytes
/// ```
///
/// @param kind what it says
/// @param revision the write's revision
/// @param createRevision the revision at which the value came to be
/// @param key what was written
/// @param value the bytes; none of a deletion
record LogRecord(Kind kind, long revision, long createRevision, StoreKey key, byte[] value) {

  /// What a record says.
  enum Kind {
    /// A value was written.
    PUT,
    /// A value was deleted.
    DELETE,
    /// A value as it stood when the snapshot was taken.
    STATE,
    /// The end of a snapshot: it is whole.
    END
  }

  private static final int HEADER = 8;
  private static final StoreKey NO_KEY = new StoreKey("", "", "");

  /// The record that ends a snapshot taken at a revision.
  static LogRecord end(long revision) {
    return new LogRecord(Kind.END, revision, 0, NO_KEY, new byte[0]);
  }

  /// Appends the record's bytes.
  void writeTo(ByteArrayOutputStream out) {
    var resource = key.resource().getBytes(StandardCharsets.UTF_8);
    var namespace = key.namespace().getBytes(StandardCharsets.UTF_8);
    var name = key.name().getBytes(StandardCharsets.UTF_8);
    var length = 17 + 16 + resource.length + namespace.length + name.length + value.length;
    var buffer = ByteBuffer.allocate(HEADER + length);
    buffer.putInt(length).putInt(0).put((byte) kind.ordinal());
    buffer.putLong(revision).putLong(createRevision);
    for (var bytes : new byte[][] {resource, namespace, name, value}) {
      buffer.putInt(bytes.length).put(bytes);
    }
    buffer.putInt(4, checksum(buffer.array(), HEADER, length));
    out.write(buffer.array(), 0, buffer.position());
  }

  /// Reads the record at a place.
  ///
  /// @return null if there is none that is whole: here the log was torn
  static @Nullable LogRecord read(ByteBuffer log) {
    if (log.remaining() < HEADER) {
      return null;
    }
    var length = log.getInt(log.position());
    var checksum = log.getInt(log.position() + 4);
    if (length < 33 || length > log.remaining() - HEADER) {
      return null;
    }
    if (checksum != checksum(log.array(), log.position() + HEADER, length)) {
      return null;
    }
    log.position(log.position() + HEADER);
    var kind = Kind.values()[log.get()];
    var revision = log.getLong();
    var createRevision = log.getLong();
    var key = new StoreKey(text(log), text(log), text(log));
    return new LogRecord(kind, revision, createRevision, key, bytes(log));
  }

  private static String text(ByteBuffer log) {
    return new String(bytes(log), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(ByteBuffer log) {
    var bytes = new byte[log.getInt()];
    log.get(bytes);
    return bytes;
  }

  private static int checksum(byte[] bytes, int offset, int length) {
    var crc = new CRC32C();
    crc.update(bytes, offset, length);
    return (int) crc.getValue();
  }

  /// The write that this record stands for.
  Change change(Optional<byte[]> previous) {
    var isDelete = kind == Kind.DELETE;
    var shown = isDelete ? previous.orElse(value) : value;
    return new Change(revision, key, isDelete, shown, createRevision, previous);
  }
}
