/// Each start adds ten seconds.
/// @fails each_start_doubles_the_delay
/// @fails no_delay_is_longer_than_five_minutes
/// @fails ten_minutes_are_not_more_than_ten
/// @hint A delay that only grows by ten seconds is still short when hundreds of starts have
/// failed. It has to double.
{
    if (delay.isZero() || isForgiven(now)) {
      return new RestartBackoff(INITIAL, now);
    }
    var doubled = delay.plus(INITIAL);
    return new RestartBackoff(doubled.compareTo(MAXIMUM) < 0 ? doubled : MAXIMUM, now);
  }
