/// A record that knew the log to be safe exactly up to the damage counts as proof.
/// @fails safe_up_to_the_damage_proves_nothing
/// @hint synced is a length: bytes 0 to synced - 1 were safe. A record that says 100 says nothing
/// about byte 100.
{
    for (var later = place + 1; later + LogRecord.HEADER < log.length; later++) {
      if (mayBeRecord(log, later)) {
        var record = LogRecord.read(ByteBuffer.wrap(log).position(later));
        if (record.isPresent() && record.get().synced() >= place) {
          return false;
        }
      }
    }
    return true;
  }
