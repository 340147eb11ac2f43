/// Only a version that was written at exactly that revision is found.
/// @fails a_value_knows_its_own_revision
/// @fails a_value_stays_until_the_next_write
/// @fails the_newest_value_stays
/// @hint Most revisions belong to writes of other keys. A value does not vanish because somebody
/// wrote something else; it stays until its own next write.
{
    for (var newestFirst = versions.descendingIterator(); newestFirst.hasNext(); ) {
      var version = newestFirst.next();
      if (version.revision() == revision) {
        return Optional.ofNullable(version.entry());
      }
    }
    return Optional.empty();
  }
