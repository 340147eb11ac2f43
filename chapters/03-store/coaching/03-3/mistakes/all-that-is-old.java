/// Everything that was written up to that revision is dropped.
/// @fails replaced_versions_are_forgotten
/// @fails the_only_value_stays
/// @fails what_held_then_stays
/// @hint An object that nobody has changed for a year is old, and still there. It may only go
/// when a newer version had replaced it by that revision.
{
    versions.removeIf(version -> version.revision() <= upTo);
  }
