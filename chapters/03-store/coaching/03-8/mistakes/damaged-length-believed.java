/// The search goes on where the damaged record says that it ends.
/// @fails the_proof_may_be_far_away
/// @hint If a record is damaged, its length may be what is damaged, and what comes after may be
/// damaged, too. The next whole record can begin anywhere.
{
    if (log.length - place < LogRecord.HEADER) {
      return true;
    }
    var rest = ByteBuffer.wrap(log);
    var next = place + LogRecord.HEADER + Math.max(0L, rest.getInt(place));
    while (next < log.length) {
      var record = LogRecord.read(rest.position((int) next));
      if (record.isEmpty()) {
        return true;
      }
      if (record.get().synced() > place) {
        return false;
      }
      next = rest.position();
    }
    return true;
  }
