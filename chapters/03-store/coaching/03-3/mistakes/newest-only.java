/// Only the newest version is kept.
/// @fails replaced_versions_are_forgotten
/// @fails the_future_stays
/// @fails what_held_then_stays
/// @hint That drops the whole past, even versions after upTo. Compaction has a limit so that those
/// who read a few revisions behind can go on.
{
    while (versions.size() > 1) {
      versions.removeFirst();
    }
    var first = versions.peekFirst();
    if (first != null && first.isDeletion() && first.revision() <= upTo) {
      versions.removeFirst();
    }
  }
