/// Any whole record after the damage counts as proof that something was lost.
/// @fails safe_up_to_the_damage_proves_nothing
/// @fails the_same_batch_proves_nothing
/// @hint Between two syncs a disk may write in any order: the third record of a batch may be there,
/// and the first not. Neither was acknowledged. Ask the record what it knew.
{
    for (var later = place + 1; later + LogRecord.HEADER < log.length; later++) {
      if (mayBeRecord(log, later)) {
        var record = LogRecord.read(ByteBuffer.wrap(log).position(later));
        if (record.isPresent()) {
          return false;
        }
      }
    }
    return true;
  }
