/// A deletion is forgotten only if nothing came after it.
/// @fails a_deletion_before_a_later_write_is_forgotten
/// @fails forgetting_twice_changes_nothing
/// @hint Before the later write the key reads empty, with the deletion as without it. What comes
/// after does not matter.
{
    while (versions.size() > 1 && second().revision() <= upTo) {
      versions.removeFirst();
    }
    var first = versions.peekFirst();
    if (first != null && versions.size() == 1 && first.isDeletion() && first.revision() <= upTo) {
      versions.removeFirst();
    }
  }
