/// The first version is checked for a deletion before anything is dropped.
/// @fails a_deletion_before_a_later_write_is_forgotten
/// @fails an_old_deletion_is_forgotten
/// @hint A deletion becomes the first version only when what was before it is gone. The order of
/// the two parts matters.
{
    var first = versions.peekFirst();
    if (first != null && first.isDeletion() && first.revision() <= upTo) {
      versions.removeFirst();
    }
    while (versions.size() > 1 && second().revision() <= upTo) {
      versions.removeFirst();
    }
  }
