/// Who ran well for long has to wait as long as who keeps ending.
/// @fails ten_good_minutes_are_a_new_start
/// @hint A container that ran for a day before it ended is not in a loop. After more than RESET
/// since the last start, it begins with the first delay.
{
    if (delay.isZero()) {
      return new RestartBackoff(INITIAL, now);
    }
    var doubled = delay.multipliedBy(2);
    return new RestartBackoff(doubled.compareTo(MAXIMUM) < 0 ? doubled : MAXIMUM, now);
  }
