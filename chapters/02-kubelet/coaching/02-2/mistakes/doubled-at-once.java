/// The first delay is doubled as well.
/// @fails each_start_doubles_the_delay
/// @fails ten_good_minutes_are_a_new_start
/// @fails ten_minutes_are_not_more_than_ten
/// @fails the_first_delay_is_ten_seconds
/// @hint The first delay is INITIAL itself; only the one after it is twice as long.
{
    if (delay.isZero() || isForgiven(now)) {
      return new RestartBackoff(INITIAL.multipliedBy(2), now);
    }
    var doubled = delay.multipliedBy(2);
    return new RestartBackoff(doubled.compareTo(MAXIMUM) < 0 ? doubled : MAXIMUM, now);
  }
