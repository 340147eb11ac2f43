/// Damage throws an exception.
/// @fails a_damaged_record_is_not_read
/// @fails a_torn_record_is_not_read
/// @fails an_impossible_length_is_not_a_record
/// @fails records_follow_each_other
/// @fails the_place_of_the_damage_is_kept
/// @fails zeros_are_not_a_record
/// @hint The end of the log is normal, and the caller, who knows what comes after, decides whether
/// damage is bad. Here there is simply no record.
{
    var begin = log.position();
    if (log.remaining() < HEADER) {
      throw new Store.Damaged("no record at " + begin);
    }
    var length = log.getInt(begin);
    if (length < FIXED || length > log.remaining() - HEADER) {
      throw new Store.Damaged("no record at " + begin);
    }
    if (log.getInt(begin + 4) != checksum(log.array(), begin + HEADER, length)) {
      throw new Store.Damaged("no record at " + begin);
    }
    log.position(begin + HEADER);
    return Optional.of(content(log));
  }
