/// Everything that was written before that revision is dropped.
/// @fails an_old_deletion_is_forgotten
/// @fails the_only_value_stays
/// @fails what_held_then_stays
/// @hint The value that held at upTo was usually written before it. Look at when a version was
/// replaced, not at when it was written.
{
    versions.removeIf(version -> version.revision() < upTo);
  }
