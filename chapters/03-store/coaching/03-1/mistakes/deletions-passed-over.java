/// A deletion is taken for no version at all.
/// @fails a_deletion_is_a_version_too
/// @hint Behind a deletion you found the value that was deleted. A deletion is the last word like
/// any other version; it only has no value.
{
    for (var newestFirst = versions.descendingIterator(); newestFirst.hasNext(); ) {
      var version = newestFirst.next();
      if (version.revision() <= revision && !version.isDeletion()) {
        return Optional.ofNullable(version.entry());
      }
    }
    return Optional.empty();
  }
