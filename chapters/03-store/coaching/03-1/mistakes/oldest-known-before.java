/// Before the first write, the first value is taken.
/// @fails before_the_first_write_there_is_nothing
{
    for (var newestFirst = versions.descendingIterator(); newestFirst.hasNext(); ) {
      var version = newestFirst.next();
      if (version.revision() <= revision) {
        return Optional.ofNullable(version.entry());
      }
    }
    return Optional.ofNullable(versions.peekFirst()).map(Version::entry);
  }
