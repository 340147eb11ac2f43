/// A record counts as torn only if the log ends before the record does.
/// @fails safe_up_to_the_damage_proves_nothing
/// @fails the_last_batch_has_no_proof
/// @fails the_same_batch_proves_nothing
/// @fails zeros_are_a_torn_end
/// @hint A power cut does not only shorten files. It leaves zeros, and holes among the bytes
/// written since the last sync. What matters is not whether a record is complete, but whether it
/// was ever safe.
{
    if (log.length - place < LogRecord.HEADER) {
      return true;
    }
    var length = ByteBuffer.wrap(log).getInt(place);
    return length > log.length - place - LogRecord.HEADER;
  }
