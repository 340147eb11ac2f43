/// A write counts only from the revision after its own.
/// @fails a_deletion_is_a_version_too
/// @fails a_write_counts_from_its_own_revision
/// @hint Revision 5 is the state of the store after write 5, not before it. So the write of that
/// revision itself counts already.
{
    for (var newestFirst = versions.descendingIterator(); newestFirst.hasNext(); ) {
      var version = newestFirst.next();
      if (version.revision() < revision) {
        return Optional.ofNullable(version.entry());
      }
    }
    return Optional.empty();
  }
