package timonier.store;

import java.nio.ByteBuffer;

/// Why a log cannot be read on from a place.
///
/// A power cut tears what was just being written: nobody was told that it is safe, so it may be cut
/// off. But a disk may also lose what had been safe for long. To start without it would quietly
/// undo what was acknowledged, so that the store has to refuse.
final class LogDamage {

  /// Whether what cannot be read may be cut off.
  ///
  /// Each record says how much of the log was known to be on disk when it was written
  /// ([LogRecord#synced]). So a whole record further on, which knew the unreadable place to be
  /// safe, proves that it was lost later. A whole record that did not know that proves nothing: a
  /// disk may write what it was given before a sync in any order.
  ///
  /// @param log the whole log
  /// @param place where no record can be read
  /// @exercise 03-8 Tell a torn end, which was never promised to anybody, from a damaged middle.
  static boolean isTornEnd(byte[] log, int place) {
    for (var later = place; later + LogRecord.HEADER < log.length; later++) {
      if (mayBeRecord(log, later)) {
        var record = LogRecord.read(ByteBuffer.wrap(log).position(later));
        if (record.isPresent() && record.get().synced() > place) {
          return false;
        }
      }
    }
    return true;
  }

  /// How many records are lost where the rest of a log is cut off: what is at the place itself, and
  /// each whole record behind it.
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

  /// A cheap look that spares most checksums: the first byte of what they are of is a kind.
  static boolean mayBeRecord(byte[] log, int place) {
    return log[place + LogRecord.HEADER] >= 0
        && log[place + LogRecord.HEADER] < LogRecord.Kind.values().length;
  }

  private LogDamage() {}
}
