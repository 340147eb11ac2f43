/// Exactly ten minutes count as more than ten.
/// @fails ten_minutes_are_not_more_than_ten
/// @hint The limit itself does not count yet. isForgiven makes the comparison for this method and
/// for notBefore, so that both agree.
{
    if (delay.isZero() || !Duration.between(since, now).minus(RESET).isNegative()) {
      return new RestartBackoff(INITIAL, now);
    }
    var doubled = delay.multipliedBy(2);
    return new RestartBackoff(doubled.compareTo(MAXIMUM) < 0 ? doubled : MAXIMUM, now);
  }
