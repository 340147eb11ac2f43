/// A deletion is kept like a value.
/// @fails a_deletion_before_a_later_write_is_forgotten
/// @fails an_old_deletion_is_forgotten
/// @fails forgetting_twice_changes_nothing
/// @hint A cluster deletes a million pods a year, and each deletion would stay in memory. A key
/// without versions reads just like one that was deleted.
{
    while (versions.size() > 1 && second().revision() <= upTo) {
      versions.removeFirst();
    }
  }
