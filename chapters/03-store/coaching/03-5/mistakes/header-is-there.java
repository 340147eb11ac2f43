/// A length and a checksum are assumed to be there.
/// @fails a_torn_record_is_not_read
/// @fails records_follow_each_other
/// @hint A crash may tear even the first eight bytes, and at the end of the log there are none.
/// Look how much remains before you read the length.
{
    var begin = log.position();
    var length = log.getInt(begin);
    if (length < FIXED || length > log.remaining() - HEADER) {
      return Optional.empty();
    }
    if (log.getInt(begin + 4) != checksum(log.array(), begin + HEADER, length)) {
      return Optional.empty();
    }
    log.position(begin + HEADER);
    return Optional.of(content(log));
  }
