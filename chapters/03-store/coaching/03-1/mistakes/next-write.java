/// The search goes forwards in time, to the next write.
/// @fails a_deletion_is_a_version_too
/// @fails a_value_knows_its_own_revision
/// @fails a_value_stays_until_the_next_write
/// @fails before_the_first_write_there_is_nothing
/// @fails the_newest_value_stays
/// @hint You found the next write, which had not happened yet. The last write before it left the
/// value that held then.
{
    for (var version : versions) {
      if (version.revision() >= revision) {
        return Optional.ofNullable(version.entry());
      }
    }
    return Optional.empty();
  }
