/// The moment of the first start is kept.
/// @fails it_notes_the_time
/// @hint Ten good minutes are counted from the last start, so each start has to note its own
/// moment.
{
    if (delay.isZero() || isForgiven(now)) {
      return new RestartBackoff(INITIAL, now);
    }
    var doubled = delay.multipliedBy(2);
    return new RestartBackoff(doubled.compareTo(MAXIMUM) < 0 ? doubled : MAXIMUM, since);
  }
