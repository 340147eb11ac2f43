/// The walk begins at the oldest version and ends at once.
/// @fails a_deletion_is_a_version_too
/// @fails a_value_knows_its_own_revision
/// @fails a_value_stays_until_the_next_write
/// @fails a_write_counts_from_its_own_revision
/// @fails the_newest_value_stays
/// @hint From the oldest on, the first version that is old enough is always the very first one.
/// Either walk from the newest, or go on and remember the last one that fits.
{
    for (var version : versions) {
      if (version.revision() <= revision) {
        return Optional.ofNullable(version.entry());
      }
    }
    return Optional.empty();
  }
