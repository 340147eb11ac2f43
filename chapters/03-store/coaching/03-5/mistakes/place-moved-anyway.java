/// The place is moved while it is still uncertain whether there is a record.
/// @fails the_place_of_the_damage_is_kept
/// @hint Whoever called wants to know where the damage is, to cut there or to tell. getInt()
/// without a place moves on; getInt(place) does not.
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
