/// A second version is assumed to exist.
/// @fails an_old_deletion_is_forgotten
/// @fails forgetting_twice_changes_nothing
/// @fails the_only_value_stays
{
    while (second().revision() <= upTo) {
      versions.removeFirst();
    }
    var first = versions.peekFirst();
    if (first != null && first.isDeletion() && first.revision() <= upTo) {
      versions.removeFirst();
    }
  }
