/// The checksum is taken from the beginning of the file.
/// @fails records_follow_each_other
{
    var begin = log.position();
    if (log.remaining() < HEADER) {
      return Optional.empty();
    }
    var length = log.getInt(begin);
    if (length < FIXED || length > log.remaining() - HEADER) {
      return Optional.empty();
    }
    if (log.getInt(begin + 4) != checksum(log.array(), HEADER, length)) {
      return Optional.empty();
    }
    log.position(begin + HEADER);
    return Optional.of(content(log));
  }
