package timonier.store;

import java.nio.ByteBuffer;

/// Tells a torn end of a log from damage in its middle.
///
/// A power cut tears the record that was just being written: it was not acknowledged yet, so it may
/// be cut off. But a disk may also lose what was durable long ago. To start without it would
/// silently undo acknowledged writes, so the store must refuse to start.
final class LogDamage {

  /// Whether the unreadable rest of a log may be cut off.
  ///
  /// Each record says how much of the log was known to be on disk when it was written
  /// ([LogRecord#synced]). So a whole record further on that knew the unreadable place to be on
  /// disk proves that it was lost later. Any other whole record proves nothing: before a sync, a
  /// disk may write in any order.
  ///
  /// @param log the whole log
  /// @param place where no record can be read
  /// @exercise 03-8 Tell a torn end, which was never promised to anybody, from a damaged middle.
  static boolean isTornEnd(byte[] log, int place) {
    throw new UnsupportedOperationException("exercise 03-8 is yours to write");
  }

  /// How many records are lost if a log is cut off at a place: the one at the place itself, and
  /// each whole record after it.
  static long records(byte[] log, int place) {
    var count = place < log.length ? 1 : 0;
    var rest = ByteBuffer.wrap(log);
    for (var later = place; later + LogRecord.HEADER < log.length; later++) {
      if (mayBeRecord(log, later) && LogRecord.read(rest.position(later)).isPresent()) {
        count++;
        later = rest.position() - 1;
      }
    }
    return count;
  }

  /// A cheap check that avoids computing most checksums: the byte after a checksum is a kind.
  static boolean mayBeRecord(byte[] log, int place) {
    return log[place + LogRecord.HEADER] >= 0
        && log[place + LogRecord.HEADER] < LogRecord.Kind.values().length;
  }

  private LogDamage() {}
}
