/// The delay is compared with the limit before it is doubled.
/// @fails no_delay_is_longer_than_five_minutes
/// @hint 160 seconds are below the limit, but twice as long is above it. Double first, then take
/// the smaller one: what matters is the delay that comes out.
{
    if (delay.isZero() || isForgiven(now)) {
      return new RestartBackoff(INITIAL, now);
    }
    var doubled = delay.multipliedBy(2);
    return new RestartBackoff(delay.compareTo(MAXIMUM) < 0 ? doubled : MAXIMUM, now);
  }
