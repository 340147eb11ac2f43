/// A length is refused only if it is below zero.
/// @fails an_impossible_length_is_not_a_record
/// @fails zeros_are_not_a_record
/// @hint A file system that loses power likes to leave zeros. A length of 0 and a checksum of 0
/// fit each other, since the checksum of no bytes is 0. But no record is shorter than FIXED.
{
    var begin = log.position();
    if (log.remaining() < HEADER) {
      return Optional.empty();
    }
    var length = log.getInt(begin);
    if (length < 0 || length > log.remaining() - HEADER) {
      return Optional.empty();
    }
    if (log.getInt(begin + 4) != checksum(log.array(), begin + HEADER, length)) {
      return Optional.empty();
    }
    log.position(begin + HEADER);
    return Optional.of(content(log));
  }
