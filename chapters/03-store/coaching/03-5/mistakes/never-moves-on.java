/// The content is read from a copy of the buffer, so that the log never moves on.
/// @fails records_follow_each_other
/// @fails the_place_of_the_damage_is_kept
/// @hint duplicate() has its own position. After a record, the position of the given log must be at
/// the next one.
{
    var begin = log.position();
    if (log.remaining() < HEADER) {
      return Optional.empty();
    }
    var length = log.getInt(begin);
    if (length < FIXED || length > log.remaining() - HEADER) {
      return Optional.empty();
    }
    if (log.getInt(begin + 4) != checksum(log.array(), begin + HEADER, length)) {
      return Optional.empty();
    }
    return Optional.of(content(log.duplicate().position(begin + HEADER)));
  }
