/// Deletions are skipped.
/// @fails a_deletion_is_a_version_too
/// @hint You skipped a deletion, and found the value that was deleted. A deletion is a version like
/// any other; it only has no value.
{
    for (var newestFirst = versions.descendingIterator(); newestFirst.hasNext(); ) {
      var version = newestFirst.next();
      if (version.revision() <= revision && !version.isDeletion()) {
        return Optional.ofNullable(version.entry());
      }
    }
    return Optional.empty();
  }
