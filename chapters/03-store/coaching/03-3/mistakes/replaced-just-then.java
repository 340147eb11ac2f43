/// A version that was replaced at that very revision is kept.
/// @fails an_old_deletion_is_forgotten
/// @fails replaced_versions_are_forgotten
/// @hint At upTo itself, the write of that revision is seen already. So what it replaced is seen
/// by nobody any more.
{
    while (versions.size() > 1 && second().revision() < upTo) {
      versions.removeFirst();
    }
    var first = versions.peekFirst();
    if (first != null && first.isDeletion() && first.revision() <= upTo) {
      versions.removeFirst();
    }
  }
