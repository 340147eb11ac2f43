/// The position is moved before it is certain that there is a record.
/// @fails the_place_of_the_damage_is_kept
/// @hint Callers need to know where the damage is, to cut there or to report it. getInt() without a
/// place moves the position; getInt(place) does not.
{
    if (log.remaining() < HEADER) {
      return Optional.empty();
    }
    var length = log.getInt();
    var expected = log.getInt();
    if (length < FIXED || length > log.remaining()) {
      return Optional.empty();
    }
    if (expected != checksum(log.array(), log.position(), length)) {
      return Optional.empty();
    }
    return Optional.of(content(log));
  }
