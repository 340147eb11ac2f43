/// The checksum is not compared.
/// @fails a_damaged_record_is_not_read
/// @fails the_place_of_the_damage_is_kept
/// @hint Four of the bytes before the content are there for one reason: to be compared with the
/// checksum of what follows. Without it, a flipped bit becomes a pod with another image.
{
    var begin = log.position();
    if (log.remaining() < HEADER) {
      return Optional.empty();
    }
    var length = log.getInt(begin);
    if (length < FIXED || length > log.remaining() - HEADER) {
      return Optional.empty();
    }
    log.position(begin + HEADER);
    return Optional.of(content(log));
  }
