/// The first whole record after the damage decides.
/// @fails the_search_goes_on_after_records_that_prove_nothing
/// @hint The first whole record may be of the same batch and know nothing, while a later one knows.
/// It is a torn end only if none of them knows.
{
    for (var later = place + 1; later + LogRecord.HEADER < log.length; later++) {
      if (mayBeRecord(log, later)) {
        var record = LogRecord.read(ByteBuffer.wrap(log).position(later));
        if (record.isPresent()) {
          return record.get().synced() <= place;
        }
      }
    }
    return true;
  }
