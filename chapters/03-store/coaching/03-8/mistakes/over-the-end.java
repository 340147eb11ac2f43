/// It looks for records beyond the end of the log.
/// @fails safe_up_to_the_damage_proves_nothing
/// @fails the_last_batch_has_no_proof
/// @fails the_last_record_may_be_torn
/// @fails the_same_batch_proves_nothing
/// @fails zeros_are_a_torn_end
{
    for (var later = place + 1; later < log.length; later++) {
      if (mayBeRecord(log, later)) {
        var record = LogRecord.read(ByteBuffer.wrap(log).position(later));
        if (record.isPresent() && record.get().synced() > place) {
          return false;
        }
      }
    }
    return true;
  }
