/// A version that was replaced at exactly that revision is kept.
/// @fails an_old_deletion_is_forgotten
/// @fails replaced_versions_are_forgotten
/// @hint At upTo itself, a reader sees the write of that revision. So nobody sees the version that
/// it replaced any more.
{
    while (versions.size() > 1 && second().revision() < upTo) {
      versions.removeFirst();
    }
    var first = versions.peekFirst();
    if (first != null && first.isDeletion() && first.revision() <= upTo) {
      versions.removeFirst();
    }
  }
