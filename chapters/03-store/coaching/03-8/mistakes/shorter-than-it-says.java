/// A record is torn if the log ends before it does.
/// @fails safe_up_to_the_damage_proves_nothing
/// @fails the_last_batch_has_no_proof
/// @fails the_same_batch_proves_nothing
/// @fails zeros_are_a_torn_end
/// @hint A power cut does not only shorten files. It leaves zeros, and holes among what was
/// written since the last sync. Whether a record is complete does not matter, but whether it was
/// ever safe.
{
    if (log.length - place < LogRecord.HEADER) {
      return true;
    }
    var length = ByteBuffer.wrap(log).getInt(place);
    return length > log.length - place - LogRecord.HEADER;
  }
